import { csrfHeader } from "../../csrf";
import type { LocalDraft } from "./LocalDraft";

/** So long the keys rest before a draft is saved. */
const pause = 1_000;

/** A draft as the server has it. */
interface ServerDraft {
  body: string;
  updated_at: string;
}

/** Keeps a room's draft on the server, that it follows its writer, and in this browser until it is there. */
export class Drafts {
  #body = "";
  #base = "";
  #at = 0;
  #saved = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving = false;

  constructor(
    private readonly url: string,
    private readonly local: LocalDraft,
  ) {}

  /**
   * The draft to begin with: this browser's, if the server does not have it yet and has got no later one, else the
   * server's. A text that may have been sent elsewhere is rather kept than lost.
   */
  restore(rendered: string, at: string): string {
    const kept = this.local.read();
    this.#base = at;
    if (kept && !kept.saved && (kept.base === at || (at === "" ? kept.body !== "" : kept.at > Date.parse(at)))) {
      [this.#body, this.#at, this.#saved] = [kept.body, kept.at, false];
      this.#later();
    } else {
      this.#body = rendered;
      this.#note();
    }
    return this.#body;
  }

  /** Takes in what was typed; it is saved when the keys rest. */
  keep(body: string): void {
    if (body === this.#body) return;
    [this.#body, this.#at, this.#saved] = [body, Date.now(), false];
    this.#note();
    this.#later();
  }

  /** The server has a draft, or gets one just now. */
  get isKnown(): boolean {
    return this.#base !== "" || this.#saving;
  }

  /** The text went as a message; the server forgets its draft with it. */
  sent(): void {
    [this.#body, this.#at, this.#saved] = ["", Date.now(), !this.isKnown];
    this.#note();
    this.#base = "";
    clearTimeout(this.#timer);
  }

  /** Saves what is not saved; with `leaving` also while the page goes away. */
  async save(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#saved || this.#saving) return;
    this.#saving = true;
    const body = this.#body;
    try {
      const answer = await fetch(this.url, {
        method: "PUT",
        headers: { ...csrfHeader(), "Content-Type": "application/json" },
        body: JSON.stringify({ body, age_ms: Math.max(0, Date.now() - this.#at) }),
        keepalive: leaving,
      });
      if (!answer.ok) return; // it stays in this browser until the next key, or until the server is there again
      const draft = answer.status === 204 ? undefined : ((await answer.json()) as ServerDraft);
      this.#base = draft?.updated_at ?? "";
      this.#saved = this.#body === body;
      this.#note();
    } catch {
      // No connection: as above.
    } finally {
      this.#saving = false;
    }
    if (!this.#saved && this.#body !== body) this.#later();
  }

  /**
   * What another device has typed meanwhile; undefined when there is nothing new, or something here that is newer.
   * @param isWanted whether it would still be shown: else it is left for another time
   */
  async fetch(isWanted: () => boolean = () => true): Promise<string | undefined> {
    if (!this.#saved) return undefined;
    const [body, base] = [this.#body, this.#base];
    const answer = await fetch(this.url);
    if (!answer.ok || !this.#saved || this.#body !== body) return undefined;
    const draft = answer.status === 204 ? { body: "", updated_at: "" } : ((await answer.json()) as ServerDraft);
    if (draft.updated_at === base || !this.#saved || this.#body !== body || !isWanted()) return undefined;
    [this.#body, this.#base] = [draft.body, draft.updated_at];
    this.#note();
    return draft.body;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), pause);
  }

  #note(): void {
    this.local.write({ body: this.#body, at: this.#at, base: this.#base, saved: this.#saved });
  }
}
