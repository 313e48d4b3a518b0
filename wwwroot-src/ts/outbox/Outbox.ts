import { newId } from "../newId";
import { backoff } from "../stream/backoff";
import type { Extras } from "../talk/Composer";
import type { PostResult, Unsent } from "./post";

export type UnsentState = { kind: "sending" } | { kind: "waiting" } | { kind: "slow"; seconds: number } | { kind: "failed"; sentence: string };

export interface OutboxView {
  show(message: Unsent): void;
  state(clientId: string, state: UnsentState): void;
  remove(clientId: string): void;
  /** Puts the server's own version in place. */
  settle(html: string): Promise<void>;
  signedOut(): void;
}

/** Room for the messages that are not sent, that a reload does not lose. */
export type UnsentStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * What was written and is not with the server yet. One message at a time, in the order of writing; what can't go waits
 * for the connection, and what is refused stays for the writer to decide.
 */
export class Outbox {
  readonly #unsent = new Map<string, Unsent>();
  readonly #refused = new Set<string>();
  #sending = false;
  #flushed = Promise.resolve();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(
    private readonly key: string,
    private readonly storage: UnsentStorage,
    private readonly send: (message: Unsent) => Promise<PostResult>,
    private readonly view: OutboxView,
    private readonly id: () => string = newId,
  ) {}

  /** Brings back what a reload interrupted. */
  restore(): void {
    const kept = JSON.parse(this.storage.getItem(this.key) ?? "[]") as Unsent[];
    for (const message of kept) this.#take(message);
    void this.flush();
  }

  add(body: string, extras: Extras = {}): void {
    this.#take({ clientId: this.id(), body, at: new Date().toISOString(), ...extras });
    this.#save();
    void this.flush();
  }

  has(clientId: string): boolean {
    return this.#unsent.has(clientId);
  }

  /** Something is still to be sent, besides a message that is on its way: that one the browser finishes by itself. */
  get waits(): boolean {
    return this.#waiting().length > (this.#sending && this.#failures === 0 ? 1 : 0);
  }

  /** Something was refused, and its writer has not decided yet. */
  get hasRefused(): boolean {
    return this.#refused.size > 0;
  }

  /** The server has it, whichever way we learnt it. */
  settle(clientId: string): void {
    this.#unsent.delete(clientId);
    this.#refused.delete(clientId);
    this.#save();
    this.view.remove(clientId);
  }

  retry(clientId: string): void {
    this.#refused.delete(clientId);
    clearTimeout(this.#pause);
    this.#pause = undefined;
    void this.flush();
  }

  discard(clientId: string): void {
    this.settle(clientId);
  }

  /** True when nothing waits to be sent any more, false when something stands in the way. */
  async idle(): Promise<boolean> {
    await this.flush();
    return this.#waiting().length === 0;
  }

  /** Sends what waits, oldest first, until it is empty or something stands in the way. */
  flush(): Promise<void> {
    if (!this.#sending && !this.#pause) this.#flushed = this.#sendAll();
    return this.#flushed;
  }

  async #sendAll(): Promise<void> {
    clearTimeout(this.#again);
    this.#sending = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#deliver(next))) break;
      }
    } finally {
      this.#sending = false;
    }
  }

  #take(message: Unsent): void {
    this.#unsent.set(message.clientId, message);
    this.view.show(message);
    this.view.state(message.clientId, { kind: "sending" });
  }

  #next(): Unsent | undefined {
    return this.#waiting()[0];
  }

  #waiting(): Unsent[] {
    return [...this.#unsent.values()].filter((message) => !this.#refused.has(message.clientId));
  }

  /** False when the ones behind it have to wait as well. */
  async #deliver(message: Unsent): Promise<boolean> {
    this.view.state(message.clientId, { kind: "sending" });
    let result = await this.send(message);
    if (result.kind === "sent" && this.has(message.clientId) && !(await this.#show(result.html))) result = { kind: "unreachable" };
    this.#failures = result.kind === "unreachable" ? this.#failures + 1 : 0;
    if (!this.has(message.clientId)) return true; // the stream was faster, or it was discarded
    switch (result.kind) {
      case "sent":
        this.settle(message.clientId);
        return true;
      case "refused":
        this.#refused.add(message.clientId);
        this.view.state(message.clientId, { kind: "failed", sentence: result.sentence });
        return true;
      case "wait":
        this.#all({ kind: "slow", seconds: Math.ceil(result.milliseconds / 1000) });
        this.#pause = setTimeout(() => {
          this.#pause = undefined;
          void this.flush();
        }, result.milliseconds);
        return false;
      case "signed_out":
        this.view.signedOut();
        return false;
      case "unreachable":
        this.#all({ kind: "waiting" });
        // The stream says when a lost connection is back, but not when a post failed beside a stream that lives on.
        this.#again = setTimeout(() => void this.flush(), backoff(this.#failures));
        return false;
    }
  }

  /** False when the server's version could not be put in place: it comes again with the answer to the same message. */
  async #show(html: string): Promise<boolean> {
    try {
      await this.view.settle(html);
      return true;
    } catch (error) {
      console.warn("A message that was sent could not be shown.", error);
      return false;
    }
  }

  #all(state: UnsentState): void {
    for (const message of this.#waiting()) this.view.state(message.clientId, state);
  }

  #save(): void {
    if (this.#unsent.size === 0) return this.storage.removeItem(this.key);
    try {
      this.storage.setItem(this.key, JSON.stringify([...this.#unsent.values()]));
    } catch (error) {
      console.warn("There is no room left to keep unsent messages through a reload.", error); // they are sent all the same
    }
  }
}
