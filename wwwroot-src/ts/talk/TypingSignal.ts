import { csrfHeader } from "../csrf";

/** A typing state lives ten seconds on the server; said again well before. */
const repeat = 4_000;

/** One who has not touched a key for this long is thinking or gone. */
const idle = 6_000;

/** Tells the others that the reader is typing, and when they stopped. */
export class TypingSignal {
  #lastSaid = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly text: HTMLTextAreaElement,
  ) {}

  start(): void {
    this.text.addEventListener("input", (event) => {
      if (this.text.value.trim() === "") this.stop();
      // What the page itself puts into the field (a draft, a message to change) says so by a plain event.
      else if (event instanceof InputEvent) this.#typed();
    });
    this.text.addEventListener("blur", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
  }

  /** What was typed is sent: the server knows by itself. */
  sent(): void {
    clearTimeout(this.#idle);
    this.#lastSaid = 0;
  }

  stop(): void {
    clearTimeout(this.#idle);
    if (this.#lastSaid === 0) return;
    this.#lastSaid = 0;
    this.#say(false);
  }

  #typed(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), idle);
    if (Date.now() - this.#lastSaid < repeat) return;
    this.#lastSaid = Date.now();
    this.#say(true);
  }

  #say(isTyping: boolean): void {
    // Not worth a second try: the state runs out by itself, and the next key says it again.
    fetch(this.url, {
      method: "POST",
      headers: { ...csrfHeader(), "Content-Type": "application/json" },
      body: JSON.stringify({ is_typing: isTyping }),
      keepalive: true,
    }).catch(() => {});
  }
}
