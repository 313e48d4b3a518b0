const signs = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** When the reader last did something on the page. */
export class Activity {
  #last = Date.now();

  constructor() {
    for (const sign of signs) addEventListener(sign, () => (this.#last = Date.now()), { passive: true, capture: true });
  }

  /** Milliseconds since then. */
  get idle(): number {
    return Date.now() - this.#last;
  }
}
