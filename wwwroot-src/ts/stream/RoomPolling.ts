import type { Activity } from "./Activity";
import { backoff } from "./backoff";
import { pollInterval } from "./pollInterval";
import type { Position } from "./Position";
import type { RoomChanges } from "./RoomChanges";

interface Polled {
  events: { seq: number; html?: string; type?: string; head?: number }[];
  head: number;
}

/** An answer that takes longer than this does not come. */
const patience = 15_000;

/** Failed polls back off like failed streams do, from here on: 4, 8, 16, 30 s. */
const failuresToStartFrom = 2;

/** Asks for changes now and then, for as long as there is no stream. */
export class RoomPolling {
  /** The request under way; one that is no longer this one has been called off, and says and plans nothing. */
  #asking: AbortController | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  #load = 0.5;
  #arrivals: number[] = [];
  #active = false;
  #failures = 0;

  /**
   * @param polled told after each poll: the milliseconds until the next, and how many have failed in a row
   * @param refused told when the right to the room is gone
   */
  constructor(
    private readonly url: string,
    private readonly position: Position,
    private readonly changes: RoomChanges,
    private readonly activity: Pick<Activity, "idle">,
    private readonly polled: (next: number, failures: number) => void,
    private readonly refused: (reason: "gone" | "signed_out") => void,
  ) {}

  start(): void {
    if (this.#active) return;
    this.#active = true;
    document.addEventListener("visibilitychange", this.#visibility);
    void this.#poll();
  }

  stop(): void {
    this.#active = false;
    this.#failures = 0;
    clearTimeout(this.#next);
    this.#asking?.abort();
    this.#asking = undefined;
    document.removeEventListener("visibilitychange", this.#visibility);
  }

  /** Does not wait for the next turn. */
  now(): void {
    if (!this.#active || this.#asking) return;
    clearTimeout(this.#next);
    void this.#poll();
  }

  /** Shown again: what was missed comes at once. */
  readonly #visibility = (): void => {
    if (!document.hidden) this.now();
  };

  async #poll(): Promise<void> {
    const asking = (this.#asking = new AbortController());
    const limit = setTimeout(() => asking.abort(), patience);
    let [worked, more, wait] = [false, false, 0];
    try {
      const response = await fetch(`${this.url}?after=${this.position.id}&format=html`, { cache: "no-store", signal: asking.signal });
      if (this.#asking !== asking) return;
      if (response.status === 401) return this.#refuse("signed_out");
      if (response.status === 403 || response.status === 404) return this.#refuse("gone");
      this.#load = loadOf(response) ?? this.#load;
      wait = 1000 * Number(response.headers.get("Retry-After")) || 0;
      if (response.status === 200) more = await this.#take((await response.json()) as Polled, asking);
      worked = response.ok;
    } catch (error) {
      if (!asking.signal.aborted && !(error instanceof TypeError)) console.warn("A poll failed.", error);
    } finally {
      clearTimeout(limit);
    }
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    this.#failures = worked ? 0 : this.#failures + 1;
    const next = more ? 0 : Math.max(this.#interval(), wait, worked ? 0 : backoff(this.#failures + failuresToStartFrom));
    this.#next = setTimeout(() => void this.#poll(), next);
    this.polled(next, this.#failures);
  }

  /** Whether there is more to ask for at once. */
  async #take(polled: Polled, asking: AbortController): Promise<boolean> {
    for (const event of polled.events) {
      if (this.#asking !== asking) return false;
      if (event.seq <= this.position.id && event.type !== "reset") continue; // the stream was quicker
      if (event.html === undefined) await this.changes.reset(event.head ?? event.seq);
      else await this.changes.take(event.html, event.seq, false);
      this.#arrivals.push(Date.now());
    }
    this.#arrivals = this.#arrivals.slice(-20);
    return polled.events.length > 0 && this.position.id < polled.head;
  }

  #interval(): number {
    const recent = this.#arrivals.filter((at) => Date.now() - at < 60_000).length;
    return pollInterval({ hidden: document.hidden, idle: this.activity.idle, recent, load: this.#load });
  }

  #refuse(reason: "gone" | "signed_out"): void {
    this.stop();
    this.refused(reason);
  }
}

function loadOf(response: Response): number | undefined {
  const load = Number(response.headers.get("X-Server-Load") || NaN);
  return Number.isNaN(load) ? undefined : load;
}
