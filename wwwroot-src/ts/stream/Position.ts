/** How far the page has the room's log; whatever brings changes, stream or poll, goes on from here. */
export class Position {
  #failedId = -1;

  constructor(private lastId: number) {}

  get id(): number {
    return this.lastId;
  }

  /** Everything up to there is in the page. */
  reach(id: number): void {
    this.lastId = Math.max(id, this.lastId);
  }

  /** The page was reloaded as of there, which may be before. */
  restart(id: number): void {
    this.lastId = id;
  }

  /** Whether inserting this change failed before, too. */
  failedAgain(id: number): boolean {
    const again = this.#failedId === id;
    this.#failedId = id;
    return again;
  }
}
