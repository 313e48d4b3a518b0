import { dayOf, sayDay, sayFull, sayTime } from "./times";

/** Messages of one sender within this time stand as one run; MessageList.razor has it too. */
const run = 5 * 60_000;

/**
 * What differs by reader and is not in the fragment: whose message is mine, what goes on from the message before,
 * times and days of the reader's own clock, and the line before what is new.
 */
export class Decorator {
  /** Others' messages above this number are new to the reader; undefined when none is. */
  newAfter: number | undefined;

  constructor(
    private readonly list: HTMLElement,
    private readonly me: string,
    private readonly newSince: string,
    private readonly language: string,
  ) {}

  get newLine(): HTMLElement | null {
    return this.list.querySelector<HTMLElement>(".rule.new");
  }

  /** From here on nothing is new. */
  forgetNew(): void {
    this.newAfter = undefined;
    const line = this.newLine;
    const after = line?.nextElementSibling;
    line?.remove();
    if (after) this.decorate([after]);
  }

  all(): void {
    this.decorate(this.list.querySelectorAll("article"));
  }

  /** Sets messages right that came in or changed, and those that follow them. */
  decorate(articles: Iterable<Element>): void {
    const dirty = new Set<Element>();
    for (const article of articles) {
      if (!article.isConnected) continue;
      dirty.add(article);
      const next = neighbour(article, "nextElementSibling");
      if (next) dirty.add(next);
    }
    for (const article of dirty) this.#one(article as HTMLElement);
  }

  #one(article: HTMLElement): void {
    const at = new Date(article.dataset.at ?? "");
    const mine = article.dataset.sender === this.me;
    const previous = neighbour(article, "previousElementSibling");
    this.#showTime(article, at);
    const ruled = this.#rule(article, previous, at);
    article.classList.toggle("mine", mine);
    article.classList.toggle(
      "continues",
      !ruled &&
        previous !== undefined &&
        !article.matches(".apart") &&
        !previous.matches(".apart") &&
        previous.dataset.sender === article.dataset.sender &&
        at.getTime() - Date.parse(previous.dataset.at ?? "") < run,
    );
  }

  #showTime(article: HTMLElement, at: Date): void {
    const time = article.querySelector("time");
    if (!time || time.title) return;
    time.textContent = sayTime(at, this.language);
    time.title = sayFull(at, this.language);
  }

  /** Puts the lines before a message that belong there and takes others away; true when one stands there. */
  #rule(article: HTMLElement, previous: HTMLElement | undefined, at: Date): boolean {
    for (let before = article.previousElementSibling; before?.matches(".rule"); before = article.previousElementSibling) before.remove();
    const newDay = !previous || dayOf(new Date(previous.dataset.at ?? "")) !== dayOf(at);
    const isNew = this.#isFirstNew(article);
    if (isNew) {
      this.newLine?.remove();
      article.before(this.#line("rule new", this.newSince));
    }
    if (newDay) {
      const line = this.#line("rule day", sayDay(at, this.language));
      line.dataset.at = at.toISOString();
      article.before(line);
      this.#renameDays();
    }
    return newDay || isNew;
  }

  #isFirstNew(article: HTMLElement): boolean {
    if (this.newAfter === undefined || !this.#isNew(article)) return false;
    let first = article;
    for (let before = neighbour(article, "previousElementSibling"); before; before = neighbour(before, "previousElementSibling")) {
      if (this.#isNew(before)) return false;
      if (Number(before.dataset.number) <= this.newAfter) return true;
      first = before;
    }
    // Where the list begins later there are others before it.
    return Number(first.dataset.number) <= this.newAfter + 1;
  }

  #isNew(article: HTMLElement): boolean {
    return Number(article.dataset.number) > this.newAfter! && article.dataset.sender !== this.me;
  }

  /** Midnight makes today yesterday. */
  #renameDays(): void {
    for (const line of this.list.querySelectorAll<HTMLElement>(".rule.day")) {
      const name = sayDay(new Date(line.dataset.at!), this.language);
      if (line.textContent !== name) this.#name(line, name);
    }
  }

  #line(css: string, text: string): HTMLElement {
    const line = document.createElement("div");
    line.className = css;
    line.setAttribute("role", "separator");
    this.#name(line, text);
    return line;
  }

  /** A separator's content is not its name: those who hear the page would hear nothing. */
  #name(line: HTMLElement, text: string): void {
    line.textContent = line.ariaLabel = text;
  }
}

function neighbour(from: Element, direction: "nextElementSibling" | "previousElementSibling"): HTMLElement | undefined {
  let element = from[direction];
  while (element && element.tagName !== "ARTICLE") element = element[direction];
  return (element as HTMLElement | null) ?? undefined;
}
