import { say } from "../say";
import type { OwnEvent } from "./OwnStream";

const mostShown = 999;

/** Unread counts in the list of rooms and in the title, kept to what the user's own stream says. */
export class UnreadBadges {
  readonly #counts = new Map<number, number>();
  readonly #title = document.title;

  /**
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
      this.#counts.set(Number(link.dataset.room), Number(link.dataset.unread));
    }
    document.addEventListener("visibilitychange", () => this.#say());
  }

  take(event: OwnEvent): void {
    switch (event.type) {
      case "unread":
        this.#counts.set(event.room_id, event.unread_count);
        this.#show(event.room_id, event.unread_count, event.mention_count);
        this.#say();
        break;
      case "room_removed":
        this.#counts.delete(event.room_id);
        if (this.#link(event.room_id)) void this.refresh();
        this.#say();
        break;
      case "room_added":
        if (!this.#link(event.room_id)) void this.refresh();
    }
  }

  #show(room: number, unread: number, mentions: number): void {
    const link = this.#link(room);
    if (!link || room === this.current) return;
    link.classList.toggle("unread", unread > 0);
    const known = link.querySelector<HTMLElement>(".badge");
    if (unread === 0) return known?.remove();
    const badge = known ?? link.appendChild(document.createElement("span"));
    badge.className = mentions > 0 ? "badge mention" : "badge";
    const [shown, heard] = [document.createElement("span"), document.createElement("span")];
    shown.ariaHidden = "true";
    shown.textContent = mentions > 0 ? `@${mentions}` : unread > mostShown ? `${mostShown}+` : String(unread);
    heard.className = "visually-hidden";
    heard.textContent = say(this.unread, unread);
    badge.replaceChildren(shown, heard);
  }

  /** Rooms with something unread; the one before the reader's eyes is none. */
  #say(): void {
    const rooms = [...this.#counts].filter(([room, count]) => count > 0 && (room !== this.current || document.hidden)).length;
    document.title = rooms > 0 ? `(${rooms}) ${this.#title}` : this.#title;
  }

  #link(room: number): HTMLElement | null {
    return this.list().querySelector<HTMLElement>(`.room-link[data-room="${room}"]`);
  }
}
