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
  #every: number | undefined;
  #streamState: StreamState | undefined;

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
      (next, failures) => this.#polled(next, failures),
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
  readonly connectNow = (): void => {
    this.#stream.connectNow();
    this.#polling.now();
  };

  readonly #visibility = (): void => {
    if (this.#stream.isStopped) return;
    if (!document.hidden) {
      void this.#open();
      return;
    }
    this.#stream.close();
    this.#streamState = undefined;
    if (this.#waitingForSlot) {
      // It polls for want of a turn only; hidden, it catches up when it is shown, like the others.
      this.#polling.stop();
      this.#every = undefined;
    }
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
    this.#streamState = state;
    if (state.kind === "live") {
      this.#polling.stop();
      this.#every = undefined;
    }
    if (state.kind === "waiting" && (state.blocked || state.failures >= failuresBeforePolling)) this.#polling.start();
    this.#say();
  }

  #polled(next: number, failures: number): void {
    const worked = this.#every !== undefined;
    this.#every = failures === 0 ? next : undefined;
    // While it waits for its turn to stream, the polls are all there is to tell of.
    if (this.#waitingForSlot && failures > 0) this.#streamState = { kind: "waiting", failures, until: Date.now() + next };
    if (failures === 0 || worked || this.#waitingForSlot) this.#say();
  }

  /** Polls that work are what the reader should know of; that the stream is tried again besides is not. */
  #say(): void {
    if (document.hidden) return;
    if (this.#every !== undefined) this.handlers.state({ kind: "polling", every: this.#every });
    else if (this.#streamState) this.handlers.state(this.#streamState);
  }

  #stop(reason: "gone" | "signed_out"): void {
    this.stop();
    this.handlers.state({ kind: "stopped", reason });
  }
}
