import type { Activity } from "./Activity";
import { pollInterval } from "./pollInterval";
import type { Position } from "./Position";
import type { RoomChanges } from "./RoomChanges";

interface Polled {
  events: { seq: number; html?: string; type?: string; head?: number }[];
  head: number;
}

/** An answer that takes longer than this does not come. */
const patience = 15_000;

/** Asks for changes now and then, for as long as there is no stream. */
export class RoomPolling {
  #asking: AbortController | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  #load = 0.5;
  #arrivals: number[] = [];
  #active = false;

  /**
   * @param worked told after each poll: the milliseconds until the next, or nothing when it failed
   * @param refused told when the right to the room is gone
   */
  constructor(
    private readonly url: string,
    private readonly position: Position,
    private readonly changes: RoomChanges,
    private readonly activity: Pick<Activity, "idle">,
    private readonly worked: (next: number | undefined) => void,
    private readonly refused: (reason: "gone" | "signed_out") => void,
  ) {}

  get isActive(): boolean {
    return this.#active;
  }

  start(): void {
    if (this.#active) return;
    this.#active = true;
    document.addEventListener("visibilitychange", this.#visibility);
    void this.#poll();
  }

  stop(): void {
    this.#active = false;
    clearTimeout(this.#next);
    this.#asking?.abort();
    document.removeEventListener("visibilitychange", this.#visibility);
  }

  /** Shown again: what was missed comes at once. */
  readonly #visibility = (): void => {
    if (document.hidden || this.#asking) return;
    clearTimeout(this.#next);
    void this.#poll();
  };

  async #poll(): Promise<void> {
    const asking = (this.#asking = new AbortController());
    const limit = setTimeout(() => asking.abort(), patience);
    let more = false;
    try {
      const response = await fetch(`${this.url}?after=${this.position.id}&format=html`, { cache: "no-store", signal: asking.signal });
      if (response.status === 401) return this.#refuse("signed_out");
      if (response.status === 403 || response.status === 404) return this.#refuse("gone");
      const load = Number(response.headers.get("X-Server-Load") ?? NaN);
      if (!Number.isNaN(load)) this.#load = load;
      if (response.status === 200) more = await this.#take((await response.json()) as Polled);
      if (this.#active) this.worked(response.ok ? (more ? 0 : this.#interval()) : undefined);
    } catch (error) {
      if (this.#active) this.worked(undefined);
      if (!asking.signal.aborted && !(error instanceof TypeError)) console.warn("A poll failed.", error);
    } finally {
      clearTimeout(limit);
      if (this.#asking === asking) this.#asking = undefined;
    }
    if (this.#active) this.#next = setTimeout(() => void this.#poll(), more ? 0 : this.#interval());
  }

  /** Whether there is more to ask for at once. */
  async #take(polled: Polled): Promise<boolean> {
    for (const event of polled.events) {
      if (!this.#active) return false;
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
