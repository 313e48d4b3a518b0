import { OwnFeed } from "./OwnFeed";
import { UnreadBadges } from "./UnreadBadges";

/** Keeps the list of rooms live on every page of somebody signed in. */
export function own(sidebar: HTMLElement | null, user: string | undefined): void {
  if (!sidebar || !user) return;
  const list = () => sidebar.querySelector<HTMLElement>(".room-list")!;
  const current = Number(document.querySelector<HTMLElement>("main.talk")?.dataset.room) || undefined;
  const badges = new UnreadBadges(list, current, list().dataset.unread ?? "", refresh);
  new OwnFeed(user, (event) => badges.take(event)).start();

  /** The list as the server renders it for this page now. */
  async function refresh(): Promise<void> {
    const response = await fetch(location.href, { cache: "no-store" });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".room-list");
    if (fresh) list().replaceWith(fresh);
  }
}
