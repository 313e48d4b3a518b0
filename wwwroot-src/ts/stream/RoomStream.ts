import type { EventSourceMessage } from "eventsource-parser";
import { backoff } from "./backoff";
import { readEvents } from "./readEvents";

export type StreamState =
  | { kind: "live" }
  | { kind: "connecting"; failures: number }
  | { kind: "waiting"; failures: number; until: number }
  | { kind: "hidden" }
  | { kind: "stopped"; reason: "gone" | "signed_out" };

export interface StreamHandlers {
  /** Puts a change into the page; `replayed` when it happened before this connection. */
  insert(html: string, replayed: boolean): Promise<void>;
  /** Reloads the page's messages. */
  reset(): Promise<void>;
  state(state: StreamState): void;
}

/** Until something has come, headers included. */
const firstByteTimeout = 10_000;

/** A connection that missed two heartbeats is dead, whatever the network says. */
const heartbeatsMissed = 2.5;

/**
 * The room's stream, held only while the tab is visible. Its place (`lastId`) moves after an event is in the page and
 * never before, so what failed to go in comes again.
 */
export class RoomStream {
  #connection: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #failedId = -1;
  #stopped = false;
  #headAtOpening = 0;
  #silenceTimeout = 30_000 * heartbeatsMissed;

  constructor(
    private readonly url: string,
    private lastId: number,
    private readonly handlers: StreamHandlers,
  ) {}

  get id(): number {
    return this.lastId;
  }

  start(): void {
    document.addEventListener("visibilitychange", this.#visibility);
    addEventListener("online", this.connectNow);
    addEventListener("offline", this.#offline);
    this.#visibility();
  }

  /** For good: the page is left, or the right to the room is gone. */
  stop(reason?: "gone" | "signed_out"): void {
    this.#stopped = true;
    this.#close();
    document.removeEventListener("visibilitychange", this.#visibility);
    removeEventListener("online", this.connectNow);
    removeEventListener("offline", this.#offline);
    if (reason) this.handlers.state({ kind: "stopped", reason });
  }

  /** Does not wait for the next attempt. */
  readonly connectNow = (): void => {
    if (this.#stopped || document.hidden || (this.#connection && !this.#retry)) return;
    this.#close();
    void this.#connect();
  };

  readonly #visibility = (): void => {
    if (!document.hidden) return this.connectNow();
    this.#close();
    if (!this.#stopped) this.handlers.state({ kind: "hidden" });
  };

  /** A connection whose network is gone can stay silent for long. */
  readonly #offline = (): void => {
    if (document.hidden || this.#retry) return;
    this.#close();
    this.#waitAndRetry();
  };

  #close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#retry = undefined;
    this.#connection?.abort();
    this.#connection = undefined;
  }

  async #connect(): Promise<void> {
    const connection = (this.#connection = new AbortController());
    this.handlers.state({ kind: "connecting", failures: this.#failures });
    this.#expectBytes(firstByteTimeout);
    let wait: number | undefined;
    try {
      const response = await fetch(this.url, {
        headers: { Accept: "text/event-stream", "Last-Event-ID": String(this.lastId) },
        cache: "no-store",
        signal: connection.signal,
      });
      if (response.status === 401) return this.stop("signed_out");
      if (response.status === 403 || response.status === 404) return this.stop("gone");
      wait = 1000 * Number(response.headers.get("Retry-After")) || undefined;
      if (response.ok && response.body && response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
        const current = (event: EventSourceMessage) => (this.#connection === connection ? this.#handle(event) : Promise.resolve());
        await readEvents(response.body, current, () => this.#expectBytes(this.#silenceTimeout));
      }
    } catch (error) {
      if (!connection.signal.aborted && !(error instanceof TypeError)) console.warn("The stream broke off.", error);
    }
    if (this.#connection === connection) this.#waitAndRetry(wait);
  }

  #expectBytes(within: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#connection?.abort(), within);
  }

  #waitAndRetry(atLeast = 0): void {
    clearTimeout(this.#silence);
    if (this.#stopped) return;
    this.#failures++;
    const delay = Math.max(backoff(this.#failures), atLeast);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, delay);
    this.handlers.state({ kind: "waiting", failures: this.#failures, until: Date.now() + delay });
  }

  async #handle(event: EventSourceMessage): Promise<void> {
    const id = event.id === undefined ? undefined : Number(event.id);
    switch (event.event) {
      case undefined:
        await this.#insert(event.data, id ?? 0);
        break;
      case "connection_ack": {
        const ack = JSON.parse(event.data) as { head: number; heartbeat_seconds: number };
        this.#failures = 0;
        this.#headAtOpening = ack.head;
        // Slow heartbeats are read from here on; quick ones are not worth a quicker verdict.
        this.#silenceTimeout = 1000 * heartbeatsMissed * Math.max(30, ack.heartbeat_seconds || 0);
        this.#expectBytes(this.#silenceTimeout);
        this.handlers.state({ kind: "live" });
        return;
      }
      case "reset":
        await this.handlers.reset();
        break;
      case "bye":
        return this.#bye((JSON.parse(event.data) as { reason: string }).reason);
    }
    if (id !== undefined) this.lastId = event.event === "reset" ? id : Math.max(id, this.lastId);
  }

  async #insert(html: string, id: number): Promise<void> {
    try {
      await this.handlers.insert(html, id <= this.#headAtOpening);
    } catch (error) {
      // Once may be an accident of the moment. Twice it is the event, and a fresh page of messages goes round it.
      if (this.#failedId !== id) {
        this.#failedId = id;
        throw error;
      }
      await this.handlers.reset();
    }
  }

  #bye(reason: string): void {
    if (reason === "removed") this.stop("gone");
    else if (reason === "signed_out") this.stop("signed_out");
    // expired, shutdown, lagging: the stream ends now and is resumed like any that broke off
  }
}
