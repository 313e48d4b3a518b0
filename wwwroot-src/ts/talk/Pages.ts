import { takeInOrder } from "../htmx";
import { Edge } from "./Edge";
import type { HistoryLinks } from "./HistoryLinks";
import type { MessageList } from "./MessageList";
import type { ScrollKeeper } from "./ScrollKeeper";

const timeout = 20_000;

/** Until then whoever reads the page aloud has looked at what came, in milliseconds. */
const settling = 250;

/** There is no such message. */
class Gone extends Error {}

/**
 * Loads pages of the talk, one after the other: older and newer ones as the reader comes near the ends of what is
 * there, and others in place of it.
 */
export class Pages {
  #turn: Promise<unknown> = Promise.resolve();
  #on = new AbortController();
  #shown: ReturnType<typeof setTimeout> | undefined;
  readonly #start: Edge;
  readonly #end: Edge;

  constructor(
    private readonly url: string,
    private readonly messages: MessageList,
    private readonly keeper: ScrollKeeper,
    private readonly links: HistoryLinks,
  ) {
    this.#start = new Edge(keeper.scroller, () => this.#more("older"));
    this.#end = new Edge(keeper.scroller, () => this.#more("newer"));
    messages.onTrim = () => {
      this.show();
      this.#watch();
    };
  }

  /** Begins to load; messages follow those in the list up to this number. `skip` leads to the newest. */
  start(newest: number, skip: () => void, list: HTMLElement): void {
    this.messages.continuesTo(newest);
    this.show();
    list.addEventListener("click", (event) => {
      const link = (event.target as Element).closest("#older, #newer a");
      if (!link?.matches("a")) return;
      event.preventDefault();
      if (link.matches("#older")) this.#more("older");
      else if (link.matches("[rel=next]")) this.#more("newer");
      else skip();
    });
    this.#watch();
  }

  /** Done when no page is on its way: what comes live waits for that, since it may have to follow the page. */
  async idle(): Promise<void> {
    for (let turn: unknown; turn !== this.#turn; ) {
      turn = this.#turn;
      await turn;
    }
  }

  /** The end of the talk, loaded if it is not in the page. */
  async newest(): Promise<void> {
    if (!this.messages.complete) await this.#instead("");
    this.keeper.toEnd();
  }

  /** Everything in the page may be outdated: loads again where the reader is, and leaves them there. */
  async renew(): Promise<void> {
    const reading = this.keeper.atEnd ? undefined : this.keeper.reading?.dataset.id;
    if (reading === undefined) return this.#instead("");
    try {
      await this.around(reading);
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      await this.#instead("");
    }
  }

  /** A message and what is around it, in place of what is shown; done when it is there. */
  around(id: string): Promise<void> {
    return this.#instead(`?around=${encodeURIComponent(id)}`);
  }

  /** What stands at the ends follows what is in the list. */
  show(): void {
    this.keeper.more = !this.messages.complete;
    this.keeper.keep(() => this.links.show(this.messages));
  }

  /** What was to join on to what is shown does not any more, so nobody waits for it. */
  #instead(query: string): Promise<void> {
    this.#on.abort();
    this.#on = new AbortController();
    return this.#inTurn(async () => {
      await this.#insert(await this.#get(query));
      this.show();
      this.#watch();
    });
  }

  #more(side: "older" | "newer"): void {
    const { signal } = this.#on;
    this.#inTurn(async () => {
      const before = this.#ends();
      if (signal.aborted || (side === "older" ? this.messages.first <= 1 : this.messages.complete)) return;
      await this.#insert(await this.#get(side === "older" ? `?before=${this.messages.oldestId}` : `?after=${this.messages.newestId}`, signal));
      this.show();
      // Without anything new it would go on for ever.
      if (this.#ends() !== before) this.#watch();
    }).catch((error: unknown) => {
      if (!signal.aborted) console.warn(`What is ${side} could not be loaded.`, error); // the link stays
    });
  }

  #ends(): string {
    return `${this.messages.first} ${this.messages.newest}`;
  }

  #watch(): void {
    this.#start.watch(this.messages.first > 1 ? this.links.older : null);
    this.#end.watch(this.links.newer);
  }

  #inTurn(load: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(load);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** A page that was asked for is not announced like a message that comes: the log is busy until the page is shown. */
  async #insert(html: string): Promise<void> {
    const { scroller } = this.keeper;
    clearTimeout(this.#shown);
    scroller.setAttribute("aria-busy", "true");
    try {
      await takeInOrder(html);
    } finally {
      this.#shown = setTimeout(() => scroller.removeAttribute("aria-busy"), settling);
    }
  }

  async #get(query: string, signal?: AbortSignal): Promise<string> {
    const limit = AbortSignal.timeout(timeout);
    const response = await fetch(this.url + query, {
      headers: { "HX-Request": "true" },
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (response.status === 404) throw new Gone(`There is no ${query}.`);
    if (!response.ok) throw new Error(`The messages could not be loaded: ${response.status}.`);
    return response.text();
  }
}
