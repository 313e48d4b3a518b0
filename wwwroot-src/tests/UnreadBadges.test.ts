import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OwnEvent } from "../ts/own/OwnStream";
import { UnreadBadges } from "../ts/own/UnreadBadges";

const unread = (room_id: number, unread_count: number): OwnEvent => ({ type: "unread", room_id, unread_count, mention_count: 0 });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("unread badges", () => {
  const link = (room: number) => document.querySelector<HTMLElement>(`[data-room="${room}"]`)!;
  const refresh = vi.fn(async () => {});
  let hidden = false;
  let badges: UnreadBadges;

  beforeEach(() => {
    vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
    hidden = false;
    refresh.mockClear();
    document.title = "Garden – ChatWeb";
    document.body.innerHTML =
      '<div class="room-list"><a class="room-link" data-room="1" aria-current="page"></a><a class="room-link unread" data-room="2" data-unread="3"><span class="badge"><span>3</span></span></a></div><dialog><a class="room-link" data-room="1"></a><a class="room-link" data-room="2"></a></dialog>';
    badges = new UnreadBadges(() => document.querySelector(".room-list")!, 1, "{0} unread", refresh);
  });
  afterEach(() => vi.restoreAllMocks());

  it("follow what is said", () => {
    badges.take(unread(2, 1200));
    expect(link(2).querySelector(".badge")!.textContent).toBe("999+1200 unread");
    expect(document.title).toBe("(1) Garden – ChatWeb");
    badges.take(unread(2, 0));
    expect(link(2).className).toBe("room-link");
    expect(link(2).querySelector(".badge")).toBeNull();
    expect(document.title).toBe("Garden – ChatWeb");
  });

  it("stand in the quick switcher, too, and there on the room on the screen as well", () => {
    badges.take(unread(2, 2));
    badges.take(unread(1, 5));
    expect([...document.querySelectorAll("dialog .badge")].map((b) => b.textContent)).toEqual(["55 unread", "22 unread"]);
  });

  it("look once for a room that is not in the list, and show it right when it is", async () => {
    refresh.mockImplementationOnce(async () => {
      document.querySelector(".room-list")!.insertAdjacentHTML("beforeend", '<a class="room-link" data-room="9"></a>');
    });
    badges.take(unread(9, 1));
    badges.take(unread(9, 2));
    await settle();
    expect(link(9).querySelector(".badge")!.textContent).toBe("22 unread");
    badges.take(unread(10, 1));
    badges.take(unread(10, 2));
    badges.take(unread(10, 3));
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it("count the room on the screen only while nobody looks", () => {
    badges.take(unread(1, 4));
    expect(link(1).querySelector(".badge")).toBeNull();
    expect(document.title).toBe("(1) Garden – ChatWeb");
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(document.title).toBe("(2) Garden – ChatWeb");
  });

  it("are gone, and their rooms from the list, for what went while the stream was away", async () => {
    refresh.mockImplementationOnce(async () => link(2).remove());
    badges.take(unread(1, 1));
    badges.take(unread(2, 3));
    badges.take({ type: "rooms", room_ids: [1] });
    expect(document.querySelectorAll('[data-room="2"] .badge, [data-room="2"].unread')).toHaveLength(0);
    expect(document.title).toBe("Garden – ChatWeb");
    await settle();
    expect(document.querySelector('.room-list [data-room="2"]')).toBeNull();
    badges.take({ type: "rooms", room_ids: [1] });
    expect(refresh).toHaveBeenCalledOnce();
  });

  it("leave the list as it is when the stream comes back to the same rooms, also on the page of another's", () => {
    badges.take({ type: "rooms", room_ids: [1, 2, 9] });
    badges.take({ type: "rooms", room_ids: [2] });
    expect(refresh).not.toHaveBeenCalled();
    expect(link(2).querySelector(".badge")).not.toBeNull();
  });

  it("have the list made anew for a room that came or went", () => {
    badges.take({ type: "room_added", room_id: 1 });
    expect(refresh).not.toHaveBeenCalled();
    badges.take({ type: "room_added", room_id: 9 });
    badges.take({ type: "room_removed", room_id: 2 });
    expect(refresh).toHaveBeenCalledTimes(2);
    expect(document.title).toBe("Garden – ChatWeb");
  });
});
