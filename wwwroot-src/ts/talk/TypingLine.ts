/** Who else is typing, in one sentence. */
export class TypingLine {
  readonly #sentence: HTMLElement;
  #typists: { user: string; name: string }[] = [];

  constructor(
    private readonly line: HTMLElement,
    private readonly me: string,
  ) {
    this.#sentence = line.querySelector("span")!;
  }

  /** Takes the whole present list. */
  upsert(fragment: DocumentFragment): HTMLElement[] {
    const listed = [...fragment.querySelectorAll<HTMLElement>("li[data-user]")].filter((li) => li.dataset.user !== this.me);
    this.#show(listed.map((li) => ({ user: li.dataset.user!, name: li.dataset.name ?? "" })));
    return [];
  }

  /** What somebody typed is there: they are not typing it any more, even if the list says so a moment later. */
  said(user: string | undefined): void {
    this.#show(this.#typists.filter((typist) => typist.user !== user));
  }

  /** Nothing is known any more: the stream is gone. */
  clear(): void {
    this.#show([]);
  }

  #show(typists: { user: string; name: string }[]): void {
    this.#typists = typists;
    const names = typists.map((typist) => typist.name);
    const { one, two, many } = this.line.dataset;
    const sentence = names.length === 0 ? "" : names.length === 1 ? one : names.length === 2 ? two : many;
    this.#sentence.textContent = (sentence ?? "").replace(/\{(\d)\}/g, (_, index) => names[Number(index)] ?? "");
    this.line.classList.toggle("active", names.length > 0);
  }
}
