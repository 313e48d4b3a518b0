/** Who else is typing, in one sentence. */
export class TypingLine {
  readonly #sentence: HTMLElement;

  constructor(
    private readonly line: HTMLElement,
    private readonly me: string,
  ) {
    this.#sentence = line.querySelector("span")!;
  }

  /** Takes the whole present list. */
  upsert(fragment: DocumentFragment): HTMLElement[] {
    const names = [...fragment.querySelectorAll<HTMLElement>("li[data-user]")].filter((li) => li.dataset.user !== this.me).map((li) => li.dataset.name ?? "");
    this.#show(names);
    return [];
  }

  /** Nothing is known any more: the stream is gone. */
  clear(): void {
    this.#show([]);
  }

  #show(names: string[]): void {
    const { one, two, many } = this.line.dataset;
    const sentence = names.length === 0 ? "" : names.length === 1 ? one : names.length === 2 ? two : many;
    this.#sentence.textContent = (sentence ?? "").replace(/\{(\d)\}/g, (_, index) => names[Number(index)] ?? "");
    this.line.classList.toggle("active", names.length > 0);
  }
}
