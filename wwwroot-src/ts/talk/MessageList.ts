import type { Decorator } from "./Decorator";
import type { ScrollKeeper } from "./ScrollKeeper";

/** What the list must know of messages that are on their way. */
export interface Pending {
  /** Whether this page sent a message under that id which is not settled yet. Others may use the same id: theirs is not ours. */
  has(clientId: string): boolean;
  settle(clientId: string): void;
}

/**
 * The one way into the talk: the page, the stream, answers and older pages all come through `upsert`. Messages are
 * keyed by their id and stand in the order of their numbers; what is pending stands after them.
 */
export class MessageList {
  /** Told what was not there before. */
  onArrival: (articles: HTMLElement[]) => void = () => {};

  constructor(
    private readonly list: HTMLElement,
    private readonly me: string,
    private readonly keeper: ScrollKeeper,
    private readonly decorator: Decorator,
    private readonly pending: Pending,
  ) {}

  /** The newest number in the list, 0 when it is empty. */
  get newest(): number {
    return numberOf(this.#settled().at(-1));
  }

  /** Takes in the messages of a fragment; returns those now in the page. */
  upsert(fragment: DocumentFragment): HTMLElement[] {
    const articles = [...fragment.querySelectorAll<HTMLElement>("article[data-number]")];
    return this.keeper.keep(() => {
      const settled = this.#settled();
      const arrived = articles.filter((article) => this.#place(article, settled));
      this.decorator.decorate(articles);
      this.onArrival(arrived);
      return articles;
    });
  }

  /** A message of one's own that the server does not have yet. */
  addPending(article: HTMLElement): void {
    this.keeper.keep(() => {
      this.list.append(article);
      this.decorator.decorate([article]);
    }, true);
  }

  removePending(article: HTMLElement): void {
    this.keeper.keep(() => this.#remove(article));
  }

  /** Empties the list of what the server sends again. */
  clear(): void {
    for (const article of this.#settled()) article.remove();
    for (const line of this.list.querySelectorAll(".rule")) line.remove();
  }

  /** True when the message was not there before. */
  #place(article: HTMLElement, settled: HTMLElement[]): boolean {
    const known = document.getElementById(article.id);
    if (known && this.list.contains(known)) {
      settled[settled.indexOf(known)] = article;
      known.replaceWith(article);
      return false;
    }
    const own = this.#ownPending(article);
    const index = position(settled, numberOf(article));
    const next = settled[index] ?? this.list.querySelector("article.pending");
    settled.splice(index, 0, article);
    this.list.insertBefore(article, next);
    if (own) {
      this.#remove(own);
      this.pending.settle(article.dataset.clientId!);
    }
    return true;
  }

  #ownPending(article: HTMLElement): HTMLElement | undefined {
    const clientId = article.dataset.clientId;
    if (!clientId || article.dataset.sender !== this.me || !this.pending.has(clientId)) return undefined;
    return [...this.list.querySelectorAll<HTMLElement>("article.pending")].find((p) => p.dataset.clientId === clientId);
  }

  #remove(article: HTMLElement): void {
    const next = article.nextElementSibling;
    if (article.previousElementSibling?.matches(".rule.day")) article.previousElementSibling.remove();
    article.remove();
    if (next?.tagName === "ARTICLE") this.decorator.decorate([next]);
  }

  #settled(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("article[data-number]")];
  }
}

function numberOf(article: HTMLElement | undefined): number {
  return Number(article?.dataset.number ?? 0);
}

/** Where a number belongs; nearly always at the end, so the search begins there. */
function position(settled: HTMLElement[], number: number): number {
  if (numberOf(settled.at(-1)) < number) return settled.length;
  let [low, high] = [0, settled.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberOf(settled[middle]) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
