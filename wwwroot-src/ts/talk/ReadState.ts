import { say } from "../say";

/** Shows on the reader's own messages that others have read them. */
export class ReadState {
  readonly #read = new Map<string, number>();

  constructor(
    private readonly list: HTMLElement,
    private readonly me: string,
    private readonly readBy: string,
    members: HTMLElement,
  ) {
    for (const member of members.querySelectorAll<HTMLElement>("li.member[data-read]")) {
      this.#take(member.id.replace("member-", ""), Number(member.dataset.read));
    }
  }

  /** Takes how far somebody has read; only between there and where they were does anything change. */
  upsert(fragment: DocumentFragment): HTMLElement[] {
    for (const receipt of fragment.querySelectorAll<HTMLElement>("[data-user]")) {
      const [user, number] = [receipt.dataset.user!, Number(receipt.dataset.number)];
      const before = this.#read.get(user) ?? 0;
      this.#take(user, number);
      this.mark([...this.list.querySelectorAll<HTMLElement>("article[data-number]")].filter((a) => Number(a.dataset.number) > before && Number(a.dataset.number) <= number));
    }
    return [];
  }

  /** Marks messages, those that came in or all. */
  mark(articles: Iterable<HTMLElement>): void {
    for (const article of articles) {
      if (article.dataset.sender !== this.me) continue;
      const number = Number(article.dataset.number);
      const readers = [...this.#read.values()].filter((read) => read >= number).length;
      article.classList.toggle("read", readers > 0);
      const state = article.querySelector<HTMLElement>(".read-by") ?? this.#state(article);
      state.textContent = readers > 0 ? say(this.readBy, readers) : "";
      this.#explain(article, state.textContent);
    }
  }

  /** The time says it, too, to who points at it. */
  #explain(article: HTMLElement, sentence: string): void {
    const time = article.querySelector<HTMLElement>("time");
    if (!time) return;
    time.dataset.full ??= time.title;
    time.title = [time.dataset.full, sentence].filter(Boolean).join(" · ");
  }

  /** For those who hear the page: the marks themselves are drawn. */
  #state(article: HTMLElement): HTMLElement {
    const state = document.createElement("span");
    state.className = "read-by";
    article.querySelector(".line")?.append(state);
    return state;
  }

  #take(user: string, number: number): void {
    // One's own reading is no news, and nobody unreads.
    if (user !== this.me && number > (this.#read.get(user) ?? 0)) this.#read.set(user, number);
  }
}
