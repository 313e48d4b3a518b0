import { say } from "../say";
import type { OwnEvent } from "./OwnStream";

const mostShown = 999;

interface Count {
  unread: number;
  mentions: number;
}

/** Unread counts in the lists of rooms and in the title, kept to what the user's own stream says. */
export class UnreadBadges {
  readonly #counts = new Map<number, Count>();
  readonly #missing = new Set<number>();
  readonly #title = document.title;

  /**
   * @param list the list of rooms in the sidebar
   * @param current the room on the screen, which is being read while the tab is visible
   * @param unread the sentence for those who hear the page
   * @param refresh brings the list of rooms up to date
   */
  constructor(
    private readonly list: () => HTMLElement,
    private readonly current: number | undefined,
    private readonly unread: string,
    private readonly refresh: () => Promise<void>,
  ) {
    for (const link of list().querySelectorAll<HTMLElement>(".room-link[data-unread]")) {
      this.#counts.set(Number(link.dataset.room), { unread: Number(link.dataset.unread), mentions: Number(link.dataset.mentions ?? 0) });
    }
    document.addEventListener("visibilitychange", () => this.#say());
  }

  take(event: OwnEvent): void {
    switch (event.type) {
      case "unread": {
        const count = { unread: event.unread_count, mentions: event.mention_count };
        this.#counts.set(event.room_id, count);
        this.#show(event.room_id, count);
        this.#say();
        // Joined while the stream was away. Looked for once: a list without it is not made again for every message.
        if (!this.#isListed(event.room_id) && !this.#missing.has(event.room_id)) this.#refresh(event.room_id);
        break;
      }
      case "room_removed":
        this.#forget(event.room_id);
        if (this.#isListed(event.room_id)) this.#refresh();
        this.#say();
        break;
      case "rooms":
        this.#keepOnly(new Set(event.room_ids));
        break;
      case "room_added":
        if (!this.#isListed(event.room_id)) this.#refresh(event.room_id);
    }
  }

  /** What the stream begins with leaves out the rooms that went while it was away. */
  #keepOnly(rooms: Set<number>): void {
    const listed = [...this.list().querySelectorAll<HTMLElement>(".room-link[data-room]")].map((link) => Number(link.dataset.room));
    for (const room of [...this.#counts.keys(), ...this.#missing]) if (!rooms.has(room)) this.#forget(room);
    // The room on the screen stands in the list whether or not one belongs to it.
    if (listed.some((room) => !rooms.has(room) && room !== this.current)) this.#refresh();
    this.#say();
  }

  #forget(room: number): void {
    this.#counts.delete(room);
    this.#missing.delete(room);
    this.#show(room, { unread: 0, mentions: 0 });
  }

  #refresh(missing?: number): void {
    if (missing !== undefined) this.#missing.add(missing);
    this.refresh()
      // What came while the list was made anew is newer than the list.
      .then(() => this.#counts.forEach((count, room) => this.#show(room, count)))
      .catch((error: unknown) => console.warn("The list of rooms could not be made anew.", error));
  }

  #show(room: number, { unread, mentions }: Count): void {
    for (const link of document.querySelectorAll<HTMLElement>(`.room-link[data-room="${room}"]:not([aria-current])`)) {
      link.classList.toggle("unread", unread > 0);
      const known = link.querySelector<HTMLElement>(".badge");
      if (unread === 0) {
        known?.remove();
        continue;
      }
      const badge = known ?? link.appendChild(document.createElement("span"));
      badge.className = mentions > 0 ? "badge mention" : "badge";
      const [shown, heard] = [document.createElement("span"), document.createElement("span")];
      shown.ariaHidden = "true";
      shown.textContent = mentions > 0 ? `@${mentions}` : unread > mostShown ? `${mostShown}+` : String(unread);
      heard.className = "visually-hidden";
      heard.textContent = say(this.unread, unread) + (mentions > 0 ? `, ${say(this.list().dataset.mentions, mentions)}` : "");
      badge.replaceChildren(shown, heard);
    }
  }

  /** Rooms with something unread; the one before the reader's eyes is none. */
  #say(): void {
    const rooms = [...this.#counts].filter(([room, count]) => count.unread > 0 && (room !== this.current || document.hidden)).length;
    document.title = rooms > 0 ? `(${rooms}) ${this.#title}` : this.#title;
  }

  #isListed(room: number): boolean {
    return this.list().querySelector(`.room-link[data-room="${room}"]`) !== null;
  }
}
