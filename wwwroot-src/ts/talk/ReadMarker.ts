import { csrfHeader } from "../csrf";

/** Long enough to gather a burst, short enough that leaving at once is rare. */
const delay = 500;

/** Tells the server how far the reader has read: what stands at the end of a visible page is read. */
export class ReadMarker {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private marked: number,
    private readonly seen: () => number,
  ) {}

  /** Up to which message the reader has read. */
  get upTo(): number {
    return this.marked;
  }

  /** Something came or moved. */
  check(): void {
    if (this.seen() <= this.marked || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#mark(this.seen());
    }, delay);
  }

  async #mark(number: number): Promise<void> {
    if (number <= this.marked) return;
    const before = this.marked;
    this.marked = number;
    try {
      const response = await fetch(this.url, {
        method: "POST",
        headers: { ...csrfHeader(), "HX-Request": "true" },
        body: new URLSearchParams({ number: String(number) }),
        keepalive: true,
      });
      if (!response.ok) this.marked = before;
    } catch {
      this.marked = before; // the next message or movement tries again
    }
  }
}
