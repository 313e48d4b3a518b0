import { takeIn } from "../htmx";
import type { MessageList } from "./MessageList";
import type { ScrollKeeper } from "./ScrollKeeper";

/** So far below the window newer messages are loaded already. */
const ahead = "0px 0px 600px 0px";

const timeout = 20_000;

/**
 * Loads pages of the talk, one after the other: those that follow when it was opened at the first unread message, and
 * the newest in place of what is shown.
 */
export class Pages {
  #turn: Promise<unknown> = Promise.resolve();
  #end: IntersectionObserver | undefined;

  constructor(
    private readonly url: string,
    private readonly messages: MessageList,
    private readonly keeper: ScrollKeeper,
    private readonly links: HTMLElement | null,
  ) {}

  /** Done when no page is on its way: what comes live waits for that, since it may have to follow the page. */
  async idle(): Promise<void> {
    for (let turn: unknown; turn !== this.#turn; ) {
      turn = this.#turn;
      await turn;
    }
  }

  /** The talk was opened at an earlier message, and newer ones follow up to this number; `skip` leaves them out. */
  continueTo(number: number, skip: () => void): void {
    this.messages.continuesTo(number);
    this.#update();
    if (!this.links || this.messages.complete) return;
    this.links.addEventListener("click", (event) => {
      event.preventDefault();
      if ((event.target as Element).closest("[rel=next]")) this.#next();
      else skip();
    });
    this.#end = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#next(), {
      root: this.keeper.scroller,
      rootMargin: ahead,
    });
    this.#end.observe(this.links);
  }

  /** The end of the talk, loaded if it is not in the page. */
  async newest(): Promise<void> {
    if (!this.messages.complete) await this.reload();
    this.keeper.toEnd();
  }

  /** The newest page again, in place of what is shown. */
  reload(): Promise<void> {
    return this.#inTurn(async () => {
      const html = await this.#get("");
      await this.keeper.keep(() => {
        // An older page on its way would no longer join on to what is shown.
        document.getElementById("older")?.dispatchEvent(new Event("htmx:abort"));
        this.messages.clear();
        this.keeper.more = false;
        return takeIn(html);
      });
    });
  }

  #next(): void {
    this.#inTurn(async () => {
      if (this.messages.complete) return;
      await takeIn(await this.#get(`?after=${this.messages.newestId}`));
      if (this.messages.complete || !this.links) return;
      // Looks again: the page may have been too short to push the end out of sight.
      this.#end?.unobserve(this.links);
      this.#end?.observe(this.links);
    }).catch((error: unknown) => console.warn("Newer messages could not be loaded.", error)); // the link stays
  }

  #inTurn(load: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(load).finally(() => this.#update());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #get(query: string): Promise<string> {
    const response = await fetch(this.url + query, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw new Error(`The messages could not be loaded: ${response.status}.`);
    return response.text();
  }

  #update(): void {
    this.keeper.more = !this.messages.complete;
    if (this.keeper.more) return;
    this.#end?.disconnect();
    if (this.links?.isConnected) this.keeper.keep(() => this.links!.remove());
  }
}
