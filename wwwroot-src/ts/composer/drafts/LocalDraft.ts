/** What this browser knows of a room's draft. */
export interface Kept {
  body: string;
  /** When it was typed, in this browser's milliseconds. */
  at: number;
  /** The server's time of the draft it grew from; empty when there was none. */
  base: string;
  /** The server has it. */
  saved: boolean;
}

/** The copy that a broken connection or a closed tab does not lose. */
export class LocalDraft {
  constructor(
    private readonly key: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
  ) {}

  read(): Kept | undefined {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "null") ?? undefined;
    } catch {
      return undefined; // from an earlier version of this page
    }
  }

  write(kept: Kept): void {
    if (kept.body === "" && kept.saved) this.storage.removeItem(this.key);
    else this.storage.setItem(this.key, JSON.stringify(kept));
  }
}
