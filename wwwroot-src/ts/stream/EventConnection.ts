import type { EventSourceMessage } from "eventsource-parser";
import { backoff } from "./backoff";
import { readEvents } from "./readEvents";

export type StreamState =
  | { kind: "live" }
  | { kind: "connecting"; failures: number }
  /** `blocked`: nothing came at all, or the server has no stream for this browser; something else had better do meanwhile. */
  | { kind: "waiting"; failures: number; until: number; blocked?: boolean }
  | { kind: "hidden" }
  | { kind: "stopped"; reason: "gone" | "signed_out" };

export interface EventHandlers {
  /** Where to go on from, as headers of the request. */
  headers(): Record<string, string>;
  /** Takes an event in; the next one waits until it is done. One that throws ends the connection, which is opened anew. */
  event(event: EventSourceMessage): Promise<void>;
  state(state: StreamState): void;
}

/** Until something has come, headers included. */
const firstByteTimeout = 10_000;

/** A connection that missed two heartbeats is dead, whatever the network says. */
const heartbeatsMissed = 2.5;

/** Whoever is to wait as long as this does something else meanwhile. */
const long = 10_000;

/** One that ended sooner has not worked: it counts as a failure, and a goodbye on it is no reason to come back at once. */
const worthwhile = 5_000;

/**
 * Keeps one event stream open over `fetch`: backs off, notices silence, and does what the server says of coming back
 * (`retry`, `Retry-After`, `bye`).
 */
export class EventConnection {
  #connection: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #isOpen = false;
  #stopped = false;
  #heard = false;
  #liveSince = 0;
  #resumed = false;
  #comeBackIn: number | undefined;
  #bye: string | undefined;
  #silenceTimeout = 30_000 * heartbeatsMissed;

  constructor(
    private readonly url: string,
    private readonly handlers: EventHandlers,
  ) {}

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Connects, and stays so until it is closed. */
  open(): void {
    if (this.#stopped || this.#isOpen) return;
    this.#isOpen = true;
    addEventListener("online", this.connectNow);
    addEventListener("offline", this.#offline);
    void this.#connect();
  }

  close(): void {
    this.#isOpen = false;
    this.#drop();
    removeEventListener("online", this.connectNow);
    removeEventListener("offline", this.#offline);
  }

  /** For good: the page is left, or the right to it is gone. */
  stop(reason?: "gone" | "signed_out"): void {
    this.#stopped = true;
    this.close();
    if (reason) this.handlers.state({ kind: "stopped", reason });
  }

  /** Does not wait for the next attempt. */
  readonly connectNow = (): void => {
    if (!this.#isOpen || (this.#connection && !this.#retry)) return;
    this.#drop();
    void this.#connect();
  };

  /** A connection whose network is gone can stay silent for long. */
  readonly #offline = (): void => {
    if (this.#retry) return;
    this.#drop();
    this.#waitAndRetry();
  };

  #drop(): void {
    this.#judge();
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#retry = undefined;
    this.#connection?.abort();
    this.#connection = undefined;
  }

  async #connect(): Promise<void> {
    const connection = (this.#connection = new AbortController());
    this.handlers.state({ kind: "connecting", failures: this.#failures });
    [this.#heard, this.#liveSince, this.#bye, this.#comeBackIn] = [false, 0, undefined, undefined];
    this.#expectBytes(firstByteTimeout);
    let [wait, refused] = [0, false];
    try {
      const response = await fetch(this.url, {
        headers: { Accept: "text/event-stream", ...this.handlers.headers() },
        cache: "no-store",
        signal: connection.signal,
      });
      if (response.status === 401) return this.stop("signed_out");
      if (response.status === 403 || response.status === 404) return this.stop("gone");
      wait = 1000 * Number(response.headers.get("Retry-After")) || 0;
      refused = response.status === 429 || wait >= long;
      if (response.ok && response.body && response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
        const current = (event: EventSourceMessage) => (this.#connection === connection ? this.#handle(event) : Promise.resolve());
        await readEvents(response.body, current, () => this.#bytes(), (retry) => (this.#comeBackIn = retry));
      }
    } catch (error) {
      if (!connection.signal.aborted && !(error instanceof TypeError)) console.warn("The stream broke off.", error);
    }
    if (this.#connection === connection) this.#ended(wait, refused || (connection.signal.aborted && !this.#heard));
  }

  #bytes(): void {
    this.#heard = true;
    this.#expectBytes(this.#silenceTimeout);
  }

  #expectBytes(within: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#connection?.abort(), within);
  }

  async #handle(event: EventSourceMessage): Promise<void> {
    switch (event.event) {
      case "connection_ack": {
        const ack = JSON.parse(event.data) as { heartbeat_seconds?: number };
        this.#liveSince = Date.now();
        // Slow heartbeats are read from here on; quick ones are not worth a quicker verdict.
        this.#silenceTimeout = 1000 * heartbeatsMissed * Math.max(30, ack.heartbeat_seconds || 0);
        this.#expectBytes(this.#silenceTimeout);
        await this.handlers.event(event);
        this.handlers.state({ kind: "live" });
        return;
      }
      case "bye":
        this.#bye = (JSON.parse(event.data) as { reason: string }).reason;
        if (this.#bye === "removed") this.stop("gone");
        return;
      default:
        await this.handlers.event(event);
    }
  }

  #ended(atLeast: number, blocked: boolean): void {
    const bye = this.#bye;
    this.#bye = undefined;
    clearTimeout(this.#silence);
    if (this.#stopped) return;
    this.#judge();
    if ((bye === "expired" || bye === "lagging" || bye === "signed_out") && !this.#resumed) {
      // Resumed unnoticed. The cookie may have been renewed meanwhile (a new password in another tab): a 401 tells.
      this.#resumed = true;
      this.#connection = undefined;
      void this.#connect();
    } else {
      this.#waitAndRetry(bye === "shutdown" ? (this.#comeBackIn ?? 0) : atLeast, blocked);
    }
  }

  /** What comes next counts anew after a connection that worked. */
  #judge(): void {
    if (this.#liveSince > 0 && Date.now() - this.#liveSince >= worthwhile) [this.#failures, this.#resumed] = [0, false];
    this.#liveSince = 0;
  }

  #waitAndRetry(atLeast = 0, blocked = false): void {
    clearTimeout(this.#silence);
    this.#failures++;
    const delay = Math.max(backoff(this.#failures), atLeast);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, delay);
    this.handlers.state({ kind: "waiting", failures: this.#failures, until: Date.now() + delay, blocked });
  }
}
