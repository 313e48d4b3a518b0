import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Locks from "../ts/stream/locks";

/** Each import is a tab of its own; over plain HTTP there are no Web Locks. */
const tab = async (): Promise<typeof Locks> => {
  vi.resetModules();
  return import("../ts/stream/locks");
};
const never = new AbortController().signal;
const told = (event: Partial<StorageEvent>) => dispatchEvent(Object.assign(new Event("storage"), event));
const key = "lock";

describe("locks among tabs over plain HTTP", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    vi.stubGlobal("navigator", {});
  });
  afterEach(() => {
    dispatchEvent(new Event("pagehide"));
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are had by one tab, also when two want them at once", async () => {
    const [one, two] = [await tab(), await tab()];
    const both = Promise.all([one.tryHold(key), two.tryHold(key)]);
    await vi.advanceTimersByTimeAsync(100);
    expect((await both).filter(Boolean)).toHaveLength(1);
    const third = (await tab()).tryHold(key);
    await vi.advanceTimersByTimeAsync(100);
    expect(await third).toBeUndefined();
  });

  it("stay with their tab as long as it lives, and go on at once when it lets go", async () => {
    const [one, two] = [await tab(), await tab()];
    const first = one.tryHold(key);
    await vi.advanceTimersByTimeAsync(100);
    let got = false;
    void two.hold(key, never).then(() => (got = true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(got).toBe(false);
    (await first)!();
    told({ key, newValue: null });
    await vi.advanceTimersByTimeAsync(250);
    expect(got).toBe(true);
  });

  it("run out with a tab that says nothing more, and go to one of those who wait", async () => {
    localStorage.setItem(key, JSON.stringify({ tab: "gone", until: Date.now() + 6_000 }));
    let got = 0;
    for (const waiting of [await tab(), await tab(), await tab()]) void waiting.hold(key, never).then(() => got++);
    await vi.advanceTimersByTimeAsync(5_900);
    expect(got).toBe(0);
    await vi.advanceTimersByTimeAsync(400);
    expect(got).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(got).toBe(1);
  });

  it("tell a sleeping tab at once that another has taken over", async () => {
    const lost = vi.fn();
    void (await tab()).hold(key, never, lost);
    await vi.advanceTimersByTimeAsync(100);
    localStorage.setItem(key, JSON.stringify({ tab: "other", until: Date.now() + 10_000 }));
    told({ key });
    expect(lost).toHaveBeenCalledOnce();
    expect(JSON.parse(localStorage.getItem(key)!)).toMatchObject({ tab: "other" });
  });

  it("are given up by a page that is left, which may come back without them", async () => {
    const lost = vi.fn();
    void (await tab()).hold(key, never, lost);
    await vi.advanceTimersByTimeAsync(100);
    dispatchEvent(new Event("pagehide"));
    expect(localStorage.getItem(key)).toBeNull();
    expect(lost).toHaveBeenCalledOnce();
  });

  it("are no longer waited for when the waiting is ended", async () => {
    localStorage.setItem(key, JSON.stringify({ tab: "other", until: Date.now() + 1e9 }));
    const waiting = new AbortController();
    const got = (await tab()).hold(key, waiting.signal);
    await vi.advanceTimersByTimeAsync(100);
    waiting.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(await got).toBeUndefined();
  });
});

describe("the streams of a browser", () => {
  const slots = async () => {
    vi.resetModules();
    return (await import("../ts/stream/slots")).browserSlots;
  };
  const taken = async (promise: Promise<unknown>) => {
    const unsettled = Symbol();
    await vi.advanceTimersByTimeAsync(500);
    return (await Promise.race([promise, Promise.resolve(unsettled)])) !== unsettled;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    vi.stubGlobal("navigator", {});
  });
  afterEach(() => {
    dispatchEvent(new Event("pagehide"));
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("are four; the fifth tab waits for whichever is free first", async () => {
    const four: (() => void)[] = [];
    for (let i = 0; i < 4; i++) {
      const slot = (await slots()).take(never, () => {});
      await vi.advanceTimersByTimeAsync(500);
      four.push((await slot)!);
    }
    const full = vi.fn();
    const fifth = (await slots()).take(never, full);
    expect(await taken(fifth)).toBe(false);
    expect(full).toHaveBeenCalledOnce();
    four[2]!();
    told({ key: "chatweb-stream-2", newValue: null });
    expect(await taken(fifth)).toBe(true);
    expect([0, 1, 2, 3].filter((i) => localStorage.getItem(`chatweb-stream-${i}`))).toHaveLength(4);
    (await fifth)!();
    expect([0, 1, 2, 3].filter((i) => localStorage.getItem(`chatweb-stream-${i}`))).toHaveLength(3);
  });

  it("are not counted over HTTP/2, where all tabs share one connection", async () => {
    vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ nextHopProtocol: "h2" }] as never);
    for (let i = 0; i < 6; i++) expect(await (await slots()).take(never, () => expect.unreachable())).toBeTypeOf("function");
    expect(localStorage.length).toBe(0);
  });
});
