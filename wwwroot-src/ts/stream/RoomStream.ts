import type { EventSourceMessage } from "eventsource-parser";
import { EventConnection, type StreamState } from "./EventConnection";
import { type Position } from "./Position";
import type { RoomChanges } from "./RoomChanges";

/** The room's stream, with fragments for the page. */
export class RoomStream {
  readonly #connection: EventConnection;
  #headAtOpening = 0;

  constructor(
    url: string,
    position: Position,
    private readonly changes: RoomChanges,
    state: (state: StreamState) => void,
  ) {
    this.#connection = new EventConnection(url, {
      headers: () => ({ "Last-Event-ID": String(position.id) }),
      event: (event) => this.#take(event),
      state,
    });
  }

  get isStopped(): boolean {
    return this.#connection.isStopped;
  }

  open(): void {
    this.#connection.open();
  }

  close(): void {
    this.#connection.close();
  }

  stop(): void {
    this.#connection.stop();
  }

  connectNow(): void {
    this.#connection.connectNow();
  }

  async #take(event: EventSourceMessage): Promise<void> {
    const id = event.id === undefined ? undefined : Number(event.id);
    switch (event.event) {
      case "connection_ack":
        this.#headAtOpening = (JSON.parse(event.data) as { head: number }).head;
        break;
      case "reset":
        await this.changes.reset(id!);
        break;
      case undefined:
        await this.changes.take(event.data, id, id !== undefined && id <= this.#headAtOpening);
    }
  }
}
