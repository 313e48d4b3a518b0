import { OwnFeed } from "./OwnFeed";
import type { OwnEvent } from "./OwnStream";
import { mentionNotices } from "./mentionNotices";
import { UnreadBadges } from "./UnreadBadges";
import { oneAtATime } from "./oneAtATime";

/** Keeps the list of rooms live on every page of somebody signed in. */
export function own(sidebar: HTMLElement | null, user: string | undefined): void {
  if (!sidebar || !user) return;
  const list = () => sidebar.querySelector<HTMLElement>(".room-list")!;
  const current = Number(document.querySelector<HTMLElement>("main.talk")?.dataset.room) || undefined;
  const badges = new UnreadBadges(list, current, list().dataset.unread ?? "", oneAtATime(refresh));
  let page = location.href;
  const notify = mentionNotices(sidebar.querySelector("#notify"), (room) => sidebar.querySelector(`.room-link[data-room="${room}"] .name`)?.textContent ?? "");
  const take = (event: OwnEvent) => {
    // This page may not be there any more when its own room is gone.
    if (event.type === "room_removed" && event.room_id === current) page = "/rooms";
    if (event.type === "room_added" && event.room_id === current) page = location.href;
    badges.take(event);
  };
  new OwnFeed(user, take, undefined, undefined, notify).start();

  /** The list as the server renders it for this page now. */
  async function refresh(): Promise<void> {
    const response = await fetch(page, { cache: "no-store" });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".room-list");
    if (!fresh) return;
    // Whoever walks the list by keyboard stays where they are.
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".room-list [data-room]")?.dataset.room;
    list().replaceWith(fresh);
    if (focused) list().querySelector<HTMLElement>(`[data-room="${focused}"]`)?.focus();
  }
}
