import { Activity } from "./Activity";
import type { StreamState } from "./EventConnection";
import { Position } from "./Position";
import { type ChangeHandlers, RoomChanges } from "./RoomChanges";
import { RoomPolling } from "./RoomPolling";
import { RoomStream } from "./RoomStream";
import type { Slots } from "./slots";

export type ConnectionState = StreamState | { kind: "polling"; every: number };

export interface RoomHandlers extends ChangeHandlers {
  state(state: ConnectionState): void;
}

/** From this many failures in a row on, polls do what the stream can't. */
const failuresBeforePolling = 5;

/**
 * The page's connection to a room: the stream while the tab is visible, polls while there is none to be had, and back.
 * Both bring changes the same way, from the same position.
 */
export class RoomConnection {
  readonly #position: Position;
  readonly #stream: RoomStream;
  readonly #polling: RoomPolling;
  #waitingForSlot: AbortController | undefined;
  #slot: (() => void) | undefined;
  #every = 0;

  constructor(
    room: string,
    head: number,
    private readonly handlers: RoomHandlers,
    private readonly slots: Slots,
    activity: Pick<Activity, "idle"> = new Activity(),
  ) {
    this.#position = new Position(head);
    const changes = new RoomChanges(this.#position, handlers);
    this.#stream = new RoomStream(`/chat/sse/${room}`, this.#position, changes, (state) => this.#streamIs(state));
    this.#polling = new RoomPolling(
      `/chat/poll/${room}`,
      this.#position,
      changes,
      activity,
      (next) => this.#polled(next),
      (reason) => this.#stop(reason),
    );
  }

  /** The last change that is in the page. */
  get id(): number {
    return this.#position.id;
  }

  start(): void {
    document.addEventListener("visibilitychange", this.#visibility);
    this.#visibility();
  }

  /** The page is left. */
  stop(): void {
    document.removeEventListener("visibilitychange", this.#visibility);
    this.#stream.stop();
    this.#polling.stop();
    this.#giveUpSlot();
  }

  /** Does not wait for the next attempt. */
  readonly connectNow = (): void => this.#stream.connectNow();

  readonly #visibility = (): void => {
    if (this.#stream.isStopped) return;
    if (!document.hidden) {
      void this.#open();
      return;
    }
    this.#stream.close();
    this.#giveUpSlot();
    this.handlers.state({ kind: "hidden" });
  };

  /** A browser has few connections for a server over plain HTTP/1.1: beyond some streams of its tabs, the next tab polls. */
  async #open(): Promise<void> {
    if (this.#slot || this.#waitingForSlot) return;
    const waiting = (this.#waitingForSlot = new AbortController());
    const release = await this.slots.take(waiting.signal, () => {
      if (!waiting.signal.aborted) this.#polling.start();
    });
    if (this.#waitingForSlot === waiting) this.#waitingForSlot = undefined;
    if (waiting.signal.aborted) return release?.();
    this.#slot = release;
    this.#stream.open();
  }

  #giveUpSlot(): void {
    this.#waitingForSlot?.abort();
    this.#waitingForSlot = undefined;
    this.#slot?.();
    this.#slot = undefined;
  }

  #streamIs(state: StreamState): void {
    if (state.kind === "stopped") return this.#stop(state.reason);
    if (state.kind === "live") this.#polling.stop();
    if (state.kind === "waiting" && (state.blocked || state.failures >= failuresBeforePolling)) this.#polling.start();
    // Polls that work are what the reader should know of; that the stream is tried again besides is not.
    if (this.#polling.isActive && this.#every > 0 && state.kind !== "live") return this.handlers.state({ kind: "polling", every: this.#every });
    this.#every = 0;
    this.handlers.state(state);
  }

  #polled(next: number | undefined): void {
    this.#every = next === undefined ? 0 : Math.max(next, 1);
    if (next !== undefined && !document.hidden) this.handlers.state({ kind: "polling", every: next });
  }

  #stop(reason: "gone" | "signed_out"): void {
    this.stop();
    this.handlers.state({ kind: "stopped", reason });
  }
}
