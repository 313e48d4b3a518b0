import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OwnFeed } from "../ts/own/OwnFeed";
import { oneAtATime } from "../ts/own/oneAtATime";
import { type OwnEvent, OwnStream } from "../ts/own/OwnStream";

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
        resolve(() => {
          this.#held = false;
          this.#queue.shift()?.();
        });
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
  let streams: { tell: (event: OwnEvent) => void; end: () => void; open: boolean }[];
  const tab = () => {
    const heard: OwnEvent[] = [];
    const feed = new OwnFeed(
      "me",
      (event) => heard.push(event),
      (tell, end) => {
        const stream = { tell, end, open: false };
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

  it("forgets the rooms that went while the stream was away", async () => {
    tab();
    await settle();
    streams[0]!.tell(unread(1, 2));
    streams[0]!.tell(unread(2, 1));
    streams[0]!.tell({ type: "rooms", room_ids: [1] });
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

describe("a tab that was signed out", () => {
  it("makes way for one that is signed in, and tries again when it is looked at", async () => {
    Channel.all = [];
    vi.stubGlobal("BroadcastChannel", Channel);
    const lock = new OneLock();
    const opened: { tab: number; end: () => void }[] = [];
    const tab = (number: number) =>
      new OwnFeed("me", () => {}, (_, end) => ({ open: () => void opened.push({ tab: number, end }), close: () => {} }), lock.hold as never).start();
    tab(1);
    await settle();
    opened[0]!.end();
    await settle();
    expect(opened).toHaveLength(1);
    tab(2);
    await settle();
    expect(opened.map((o) => o.tab)).toEqual([1, 2]);
    opened[1]!.end();
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(opened.map((o) => o.tab)).toContain(1);
    expect(opened).toHaveLength(3);
    vi.unstubAllGlobals();
  });
});

describe("the user's own stream", () => {
  const answer = (...events: string[]) => new Response(events.map((e) => e + "\n\n").join(""), { headers: { "Content-Type": "text/event-stream" } });
  const ack = (user: string) => `event: connection_ack\ndata: {"type":"connection_ack","user_uuid":"${user}"}`;
  const said = 'event: unread\ndata: {"type":"unread","room_id":1,"unread_count":2,"mention_count":0}';
  const open = async (response: Response) => {
    const fetched = vi.fn(async () => response);
    vi.stubGlobal("fetch", fetched);
    const [tell, ended] = [vi.fn(), vi.fn()];
    const stream = new OwnStream("me", tell, ended);
    stream.open();
    await settle();
    await settle();
    stream.close();
    vi.unstubAllGlobals();
    return { tell, ended, fetched };
  };

  it("tells what the server says, and not what it does not know", async () => {
    const { tell, ended, fetched } = await open(answer(ack("me"), said, 'event: heartbeat\ndata: {}', 'event: new_kind\ndata: {"x":1}'));
    expect(fetched).toHaveBeenCalledWith("/chat/sse/me", expect.anything());
    expect(tell.mock.calls).toEqual([[unread(1, 2)]]);
    expect(ended).not.toHaveBeenCalled();
  });

  it("ends when the browser is signed out", async () => {
    expect((await open(new Response("", { status: 401 }))).ended).toHaveBeenCalledOnce();
  });

  it("does not tell one user what is another's", async () => {
    const { tell, ended } = await open(answer(ack("somebody-else"), said));
    expect(tell).not.toHaveBeenCalled();
    expect(ended).toHaveBeenCalledOnce();
  });
});

describe("one at a time", () => {
  it("runs again for those who asked meanwhile, once for all of them", async () => {
    const ends: (() => void)[] = [];
    const run = oneAtATime(() => new Promise((resolve) => ends.push(resolve)));
    const [first, second, third] = [run(), run(), run()];
    expect(ends).toHaveLength(1);
    ends[0]!();
    await first;
    await settle();
    expect(ends).toHaveLength(2);
    ends[1]!();
    await Promise.all([second, third]);
    void run();
    expect(ends).toHaveLength(3);
  });
});
