/** So far above and below what is seen the next page is loaded already; above less, since one opens a room near its first unread message. */
const ahead = "200px 0px 600px 0px";

/** One end of the list: asks for more as the reader comes near what stands there. */
export class Edge {
  readonly #observer: IntersectionObserver;

  constructor(root: HTMLElement, reached: () => void) {
    this.#observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && reached(), {
      root,
      rootMargin: ahead,
    });
  }

  /** Looks at this element, again if it was looked at: a page may have been too short to push it out of sight. */
  watch(element: Element | null): void {
    this.#observer.disconnect();
    if (element) this.#observer.observe(element);
  }
}
