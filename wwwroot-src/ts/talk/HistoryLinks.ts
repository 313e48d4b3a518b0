import type { MessageList } from "./MessageList";

/** What stands before and after the messages: the ways on, or the talk's beginning; copied from the page's template. */
export class HistoryLinks {
  constructor(
    private readonly list: HTMLElement,
    private readonly template: HTMLTemplateElement,
    private readonly url: string,
  ) {}

  get older(): HTMLElement | null {
    return this.list.querySelector<HTMLElement>("#older");
  }

  get newer(): HTMLElement | null {
    return this.list.querySelector<HTMLElement>("#newer");
  }

  /** Puts in place what belongs there. */
  show(messages: MessageList): void {
    const [goesBack, goesOn] = [messages.first > 1 && messages.oldestId !== "", !messages.complete];
    if (this.older?.matches("a") !== goesBack) {
      const older = this.#copy(goesBack ? "a.older" : ".beginning");
      if (this.older) this.older.replaceWith(older);
      else this.list.prepend(older);
    }
    if (goesBack) (this.older as HTMLAnchorElement).href = `${this.url}?before=${messages.oldestId}`;
    if (!goesOn) this.newer?.remove();
    else if (!this.newer) this.list.insertBefore(this.#copy(".newer"), this.list.querySelector("article.pending"));
    const next = this.newer?.querySelector<HTMLAnchorElement>("[rel=next]");
    if (next) next.href = `${this.url}?after=${messages.newestId}`;
  }

  #copy(selector: string): HTMLElement {
    return this.template.content.querySelector(selector)!.cloneNode(true) as HTMLElement;
  }
}
