import type { Decorator } from "./Decorator";
import { isOutdated, renew } from "./renew";
import type { ScrollKeeper } from "./ScrollKeeper";

/** What the list must know of messages that are on their way. */
export interface Pending {
  /** Whether this page sent a message under that id which is not settled yet. Others may use the same id: theirs is not ours. */
  has(clientId: string): boolean;
  settle(clientId: string): void;
}

/** The most messages in the page, and how many stay when there are more; the reader stands among them. */
const [most, kept] = [300, 250];

/**
 * The one way into the talk: the page, the stream, answers and older pages all come through `upsert`. Messages are
 * keyed by their id and stand in the order of their numbers, a window on the talk without gaps; what is pending stands
 * after them.
 */
export class MessageList {
  /** Told what was not there before, also of what is left out for now. */
  onArrival: (articles: HTMLElement[]) => void = () => {};

  /** Told when a message has become a newer version of itself. */
  onRenewal: (article: HTMLElement) => void = () => {};

  /** Told when messages were taken away at an end. */
  onTrim: () => void = () => {};

  /** The highest number that is known of; what follows the list up to it is still to be loaded. */
  #latest = 0;

  /** The lowest number of the window; what is before it comes page by page, and nothing else of it. */
  #first: number;

  constructor(
    private readonly list: HTMLElement,
    private readonly me: string,
    private readonly keeper: ScrollKeeper,
    private readonly decorator: Decorator,
    private readonly pending: Pending,
  ) {
    this.#first = Math.max(1, numberOf(this.#settled()[0]));
  }

  /** The newest number in the list, 0 when it is empty. */
  get newest(): number {
    return numberOf(this.#settled().at(-1));
  }

  /** The id of that message. */
  get newestId(): string {
    return this.#settled().at(-1)?.dataset.id ?? "";
  }

  /** The lowest number of the window; 1 when nothing is before it. */
  get first(): number {
    return this.#first;
  }

  /** The id of the first message in the list. */
  get oldestId(): string {
    return this.#settled()[0]?.dataset.id ?? "";
  }

  /** The newest number that is known of, in the list or not. */
  get latest(): number {
    return Math.max(this.newest, this.#latest);
  }

  /** False while messages follow that are not in the list: what comes live then has no place at its end. */
  get complete(): boolean {
    return this.newest >= this.#latest;
  }

  /** The list was opened at an earlier message; there are others up to this number. */
  continuesTo(number: number): void {
    this.#latest = Math.max(this.#latest, number);
  }

  /**
   * Takes in the messages of a fragment; returns those now in the page. A page on its own (it says up to which number
   * messages follow it) comes in place of what is shown.
   * @param overtaken it comes beside the stream, so that of two equal versions the one that is there is the later
   */
  upsert(fragment: DocumentFragment, overtaken = false): HTMLElement[] {
    const page = fragment.querySelector<HTMLDataElement>("data[data-page]");
    let changes = [...fragment.querySelectorAll<HTMLDataElement>("data[data-changed]")];
    // Of a message that is not loaded a change says nothing yet: it comes as it is then.
    const isLoaded = (article: HTMLElement) => this.#known(article) || !changes.some((change) => change.dataset.changed === article.dataset.id);
    const articles = [...fragment.querySelectorAll<HTMLElement>("article[data-number]")].filter(isLoaded);
    return this.keeper.keep(() => {
      if (page) this.#turnTo(articles, Number(page.value));
      const settled = this.#settled();
      const placed: HTMLElement[] = [];
      this.#begin(articles);
      const arrived = articles.filter((article) => {
        const known = this.#known(article);
        if (known && isOutdated(article, known, overtaken)) {
          changes = changes.filter((change) => change.dataset.changed !== article.dataset.id);
          this.#settle(article);
          return false;
        }
        if (numberOf(article) < this.#first) return false;
        if (!known && this.#isBeyond(article, settled)) return true;
        placed.push(known ?? article);
        if (known) this.#renew(known, article);
        else this.#place(article, settled);
        this.#settle(article);
        return !known;
      });
      for (const change of changes) this.#quote(change);
      this.decorator.decorate(page ? settled : placed);
      this.#trim(settled);
      this.onArrival(arrived);
      return placed.filter((article) => article.isConnected);
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

  /** A page takes the place of what is shown; what is in both stays. */
  #turnTo(articles: HTMLElement[], latest: number): void {
    this.#latest = latest;
    this.#first = Math.max(1, numberOf(articles[0]));
    const staying = new Set(articles.map((article) => article.id));
    for (const article of this.#settled()) if (!staying.has(article.id)) this.#take(article);
  }

  /** Moves the window's beginning back by messages that join on to it, as an older page does. */
  #begin(articles: HTMLElement[]): void {
    for (const article of articles.toReversed()) {
      if (numberOf(article) === this.#first - 1) this.#first--;
    }
  }

  /** Takes messages away at the end that is further from the reader, when there are too many. */
  #trim(settled: HTMLElement[]): void {
    if (settled.length <= most) return;
    const number = this.keeper.wasAtEnd ? Infinity : numberOf(this.keeper.anchor as HTMLElement | undefined) || Infinity;
    const reader = settled.findIndex((article) => numberOf(article) >= number);
    if (reader >= 0 && reader < settled.length / 2) {
      this.#latest = Math.max(this.#latest, numberOf(settled.at(-1)));
      for (const article of settled.splice(kept)) this.#take(article);
    } else {
      for (const article of settled.splice(0, settled.length - kept)) this.#take(article);
      this.#first = numberOf(settled[0]);
      this.decorator.decorate([settled[0]!]);
    }
    this.onTrim();
  }

  /** Takes a message away with the lines above it. */
  #take(article: HTMLElement): void {
    while (article.previousElementSibling?.matches(".rule")) article.previousElementSibling.remove();
    article.remove();
  }

  /** True when messages between the list and this one are not loaded: it comes with them. */
  #isBeyond(article: HTMLElement, settled: HTMLElement[]): boolean {
    if (settled.length === 0 && numberOf(article) === this.#first) return false;
    const [number, newest] = [numberOf(article), numberOf(settled.at(-1))];
    if (newest >= this.#latest || number <= newest + 1) return false;
    this.#latest = Math.max(this.#latest, number);
    return true;
  }

  /** The message as it is in the page. */
  #known(article: HTMLElement): HTMLElement | undefined {
    const known = document.getElementById(article.id);
    return known && this.list.contains(known) ? known : undefined;
  }

  #renew(known: HTMLElement, article: HTMLElement): void {
    renew(known, article);
    this.onRenewal(known);
  }

  /** What quotes of a message show from now on. */
  #quote(change: HTMLDataElement): void {
    for (const quote of this.list.querySelectorAll(`.quote[data-quote="${change.dataset.changed}"] span`)) quote.textContent = change.value;
  }

  #place(article: HTMLElement, settled: HTMLElement[]): void {
    const index = position(settled, numberOf(article));
    const next = settled[index] ?? this.list.querySelector("article.pending, .newer");
    settled.splice(index, 0, article);
    this.list.insertBefore(article, next);
  }

  /** What is pending of one's own gives way to what the server has. */
  #settle(article: HTMLElement): void {
    const own = this.#ownPending(article);
    if (!own) return;
    this.#remove(own);
    this.pending.settle(article.dataset.clientId!);
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
