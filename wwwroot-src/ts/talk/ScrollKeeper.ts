/** Within this of the end one counts as reading the newest, in pixels. */
const nearEnd = 100;

/** Holds the reader's place while the talk changes: the end stays the end, and elsewhere nothing moves. */
export class ScrollKeeper {
  /** Whether messages follow that are not in the list: then its end is not the end to stay at. */
  more = false;
  #stuck = true;
  #holding = false;

  /** While a change is made: the first message that the reader saw before it, and whether they were at the end. */
  anchor: Element | undefined;
  wasAtEnd = false;

  /** What stands where the reader is, to hold it when something above it changes size by itself. */
  #place: { element: Element; top: number } | undefined;

  constructor(
    readonly scroller: HTMLElement,
    private readonly list: HTMLElement,
    private readonly onMove: () => void = () => {},
  ) {
    scroller.addEventListener("scroll", () => this.#moved(), { passive: true });
  }

  /** Follows what changes size by itself: the window, the composer, pictures and fonts that arrive. */
  observe(): void {
    const sizes = new ResizeObserver(() => {
      if (this.#holding) return;
      if (this.#stuck) this.toEnd();
      else if (this.#place) this.#restore(this.#place.element, this.#place.top);
    });
    sizes.observe(this.scroller);
    sizes.observe(this.list);
  }

  get atEnd(): boolean {
    if (this.more) return false;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight <= nearEnd;
  }

  /** The message that is being read: the first in view. */
  get reading(): HTMLElement | undefined {
    return this.#steady();
  }

  /** The last message that has been in view as a whole. */
  get lastSeen(): HTMLElement | undefined {
    const bottom = this.scroller.getBoundingClientRect().bottom;
    return this.#rows()[this.#count((row) => row.bottom <= bottom) - 1];
  }

  toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#moved();
  }

  /** Opens the talk at an element, a little below the top. */
  toElement(element: Element): void {
    const offset = element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    this.scroller.scrollTop += offset - 24;
    this.#moved();
  }

  /** Opens the talk at a message as its subject, with what was said before it in sight. */
  toMiddle(element: Element): void {
    const room = this.scroller.clientHeight - element.getBoundingClientRect().height;
    const offset = element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    this.scroller.scrollTop += offset - Math.max(24, room / 3);
    this.#moved();
  }

  /** Makes a change and leaves the reader where they were; measured before, since after it is too late. */
  keep<T>(change: () => T, goToEnd = false): T {
    const stayAtEnd = goToEnd || this.atEnd;
    const anchor = stayAtEnd ? undefined : this.#steady();
    const before = anchor?.getBoundingClientRect().top;
    [this.anchor, this.wasAtEnd] = [anchor, stayAtEnd];
    this.#holding = true;
    try {
      return change();
    } finally {
      this.#holding = false;
      if (stayAtEnd) this.toEnd();
      else if (anchor) this.#restore(anchor, before!);
      this.#moved();
    }
  }

  #restore(anchor: Element, before: number): void {
    // The change may have put a newer version of the same message in its place.
    const now = anchor.isConnected ? anchor : document.getElementById(anchor.id);
    if (now) this.scroller.scrollTop += now.getBoundingClientRect().top - before;
  }

  /** The first message in view, but not the list's first: that one changes its height when others come before it. */
  #steady(): HTMLElement | undefined {
    const top = this.scroller.getBoundingClientRect().top;
    const rows = this.#rows();
    return rows[Math.max(this.#count((row) => row.bottom <= top), 1)] ?? rows[0];
  }

  #rows(): HTMLCollectionOf<HTMLElement> {
    return this.list.getElementsByTagName("article");
  }

  /** How many messages, from the first on, are as asked; the rows stand one below the other. */
  #count(holds: (row: DOMRect) => boolean): number {
    const rows = this.#rows();
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(rows[middle]!.getBoundingClientRect())) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #moved(): void {
    this.#stuck = this.atEnd;
    const element = this.#stuck ? undefined : this.#steady();
    this.#place = element && { element, top: element.getBoundingClientRect().top };
    this.onMove();
  }
}
