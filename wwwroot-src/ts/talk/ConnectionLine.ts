import { say } from "../say";
import type { ConnectionState } from "../stream/RoomConnection";

/** A stream that is resumed sooner than this is none to speak of, in milliseconds. */
const blink = 3_000;

/** Says that the connection is gone, when that matters: not for the blink in which a stream is resumed. */
export class ConnectionLine {
  readonly #sentence: HTMLElement;
  readonly #now: HTMLButtonElement;
  readonly #signIn: HTMLAnchorElement;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly line: HTMLElement,
    connectNow: () => void,
  ) {
    this.#sentence = line.querySelector("span")!;
    this.#now = line.querySelector("button")!;
    this.#signIn = line.querySelector("a")!;
    this.#now.addEventListener("click", connectNow);
  }

  show(state: ConnectionState): void {
    clearInterval(this.#ticking);
    switch (state.kind) {
      case "live":
      case "hidden":
        this.line.hidden = true;
        return;
      case "connecting":
        // A line that stands already says what happens; one that does not need not appear for this.
        if (!this.line.hidden) this.#say(this.line.dataset.connecting!, false);
        return;
      case "waiting":
        if (state.failures < 2 && state.until - Date.now() < blink && navigator.onLine && this.line.hidden) return;
        this.#count(state.until);
        this.#ticking = setInterval(() => this.#count(state.until), 1000);
        return;
      case "polling":
        this.#say(this.line.dataset.polling!, true);
        return;
      case "stopped":
        this.#signIn.hidden = state.reason !== "signed_out";
        this.#say((state.reason === "gone" ? this.line.dataset.gone : this.line.dataset.signedOut)!, false);
    }
  }

  #count(until: number): void {
    const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
    this.#say(navigator.onLine ? say(this.line.dataset.waiting, seconds) : this.line.dataset.offline!, true);
  }

  #say(sentence: string, canConnect: boolean): void {
    this.line.hidden = false;
    this.#now.hidden = !canConnect;
    // Said once to those who hear the page, however often it is shown again.
    if (this.#sentence.textContent !== sentence) this.#sentence.textContent = sentence;
  }
}
