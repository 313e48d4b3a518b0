import type { Position } from "./Position";

export interface ChangeHandlers {
  /** Puts a change into the page; `replayed` when it happened before this connection. */
  insert(html: string, replayed: boolean): Promise<void>;
  /** Reloads the page's messages. */
  reset(): Promise<void>;
}

/**
 * Takes changes in, whichever way they came. The position moves after a change is in the page and never before, so
 * what failed to go in comes again.
 */
export class RoomChanges {
  constructor(
    private readonly position: Position,
    private readonly handlers: ChangeHandlers,
  ) {}

  /** A change with its place in the log, or a signal without one. */
  async take(html: string, id: number | undefined, replayed: boolean): Promise<void> {
    try {
      await this.handlers.insert(html, replayed);
    } catch (error) {
      // Once may be an accident of the moment. Twice it is the event, and a fresh page of messages goes round it.
      if (id === undefined || !this.position.failedAgain(id)) throw error;
      await this.handlers.reset();
    }
    if (id !== undefined) this.position.reach(id);
  }

  /** The server says to reload, and to go on from there. */
  async reset(id: number): Promise<void> {
    await this.handlers.reset();
    this.position.restart(id);
  }
}
