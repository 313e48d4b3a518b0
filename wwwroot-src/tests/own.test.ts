import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OwnFeed } from "../ts/own/OwnFeed";
import type { OwnEvent } from "../ts/own/OwnStream";
import { UnreadBadges } from "../ts/own/UnreadBadges";

/** BroadcastChannel within one test: to all others of that name. */
class Channel extends EventTarget {
  static all: Channel[] = [];
  constructor(readonly name: string) {
    super();
    Channel.all.push(this);
  }
  postMessage(data: unknown): void {
    for (const other of Channel.all) if (other !== this && other.name === this.name) other.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) }));
  }
}

/** One lock for all tabs of a test. */
class OneLock {
  #queue: (() => void)[] = [];
  #held = false;
  readonly losses: (() => void)[] = [];
  readonly hold = (_: string, __: AbortSignal, lost?: () => void): Promise<() => void> =>
    new Promise((resolve) => {
      const take = () => {
        this.#held = true;
        if (lost) this.losses.push(lost);
        resolve(() => {});
      };
      if (this.#held) this.#queue.push(take);
      else take();
    });
  pass(): void {
    this.losses.shift()?.();
    this.#queue.shift()?.();
  }
}

const unread = (room_id: number, unread_count: number): OwnEvent => ({ type: "unread", room_id, unread_count, mention_count: 0 });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the user's own feed", () => {
  let lock: OneLock;
  let streams: { tell: (event: OwnEvent) => void; open: boolean }[];
  const tab = () => {
    const heard: OwnEvent[] = [];
    const feed = new OwnFeed(
      "me",
      (event) => heard.push(event),
      (tell) => {
        const stream = { tell, open: false };
        streams.push(stream);
        return { open: () => void (stream.open = true), close: () => void (stream.open = false) };
      },
      lock.hold as never,
    );
    feed.start();
    return heard;
  };

  beforeEach(() => {
    Channel.all = [];
    vi.stubGlobal("BroadcastChannel", Channel);
    [lock, streams] = [new OneLock(), []];
  });
  afterEach(() => vi.unstubAllGlobals());

  it("has one stream for all tabs, and all hear it", async () => {
    const [one, two] = [tab(), tab()];
    await settle();
    expect(streams.filter((s) => s.open)).toHaveLength(1);
    streams[0]!.tell(unread(1, 2));
    expect([one, two]).toEqual([[unread(1, 2)], [unread(1, 2)]]);
  });

  it("tells a new tab what holds", async () => {
    tab();
    await settle();
    streams[0]!.tell(unread(1, 2));
    streams[0]!.tell(unread(2, 1));
    streams[0]!.tell({ type: "room_removed", room_id: 2 });
    expect(tab()).toEqual([unread(1, 2)]);
  });

  it("is handed over when the tab that led is gone or asleep", async () => {
    tab();
    const two = tab();
    await settle();
    lock.pass();
    await settle();
    expect(streams.map((s) => s.open)).toEqual([false, true]);
    streams[1]!.tell(unread(1, 1));
    expect(two).toEqual([unread(1, 1)]);
  });
});

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
      '<div class="room-list"><a class="room-link" data-room="1"></a><a class="room-link unread" data-room="2" data-unread="3"><span class="badge"><span>3</span></span></a></div>';
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

  it("count the room on the screen only while nobody looks", () => {
    badges.take(unread(1, 4));
    expect(link(1).querySelector(".badge")).toBeNull();
    expect(document.title).toBe("(1) Garden – ChatWeb");
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(document.title).toBe("(2) Garden – ChatWeb");
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
