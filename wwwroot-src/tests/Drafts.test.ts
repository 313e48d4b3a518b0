import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Drafts } from "../ts/composer/drafts/Drafts";
import { draftMarks } from "../ts/composer/drafts/draftMarks";
import { LocalDraft } from "../ts/composer/drafts/LocalDraft";

const noon = "2026-11-21T12:00:00.000Z";

describe("a draft", () => {
  const saved: { body: string; age_ms: number }[] = [];
  let answer: () => Promise<Response>;
  const make = () => new Drafts("/draft", new LocalDraft("d", localStorage));
  const kept = (body: string, at: string) => async () => Response.json({ body, updated_at: at });

  beforeEach(() => {
    localStorage.clear();
    saved.length = 0;
    answer = kept("", noon);
    vi.useFakeTimers({ now: Date.parse(noon) });
    vi.stubGlobal("fetch", vi.fn(async (_: string, init?: RequestInit) => {
      if (init?.body) saved.push(JSON.parse(String(init.body)));
      return answer();
    }));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("is saved once, a second after the last key", async () => {
    const drafts = make();
    drafts.restore("", "");
    for (const body of ["h", "he", "hel"]) {
      drafts.keep(body);
      await vi.advanceTimersByTimeAsync(900);
    }
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(saved).toEqual([{ body: "hel", age_ms: 1_000 }]);
  });

  it("is saved at once when the page goes away, and not twice", async () => {
    const drafts = make();
    drafts.restore("", "");
    drafts.keep("half");
    await drafts.save(true);
    expect(vi.mocked(fetch).mock.calls[0]![1]).toMatchObject({ keepalive: true });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(saved).toHaveLength(1);
  });

  it("survives a broken connection in this browser, and is saved when the page comes back", async () => {
    answer = () => Promise.reject(new TypeError("offline"));
    const before = make();
    before.restore("", "");
    before.keep("written in the tunnel");
    await vi.advanceTimersByTimeAsync(2_000);
    answer = kept("written in the tunnel", noon);
    expect(make().restore("", "")).toBe("written in the tunnel");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved.at(-1)).toEqual({ body: "written in the tunnel", age_ms: 3_000 });
  });

  it.each([
    ["2026-11-21T11:59:00.000Z", "mine"],
    ["2026-11-21T12:01:00.000Z", "from the phone"],
  ])("of another device at %s gives %s", (at, wins) => {
    const before = make();
    before.restore("", "");
    before.keep("mine");
    expect(make().restore("from the phone", at)).toBe(wins);
  });

  it("that is saved is the server's, also when another device sent it", async () => {
    const before = make();
    before.restore("", "");
    before.keep("hello");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(make().restore("", "")).toBe("");
  });

  it("is forgotten with the message, by the server when it has it", async () => {
    const drafts = make();
    drafts.restore("", "");
    drafts.keep("quick");
    expect(drafts.isKnown).toBe(false);
    drafts.sent();
    drafts.keep("slow");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(drafts.isKnown).toBe(true);
    drafts.sent();
    expect(make().restore("slow", noon)).toBe(""); // the message still waits for a connection
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved.at(-1)!.body).toBe("");
  });

  it("does not come back by a save that was under way when it was sent", async () => {
    const drafts = make();
    drafts.restore("", "");
    drafts.keep("hello");
    let finish!: (answer: Response) => void;
    answer = () => new Promise((resolve) => (finish = resolve));
    void drafts.save();
    expect(drafts.isKnown).toBe(true);
    drafts.sent();
    answer = async () => new Response(null, { status: 204 });
    finish(Response.json({ body: "hello", updated_at: noon }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saved.map((draft) => draft.body)).toEqual(["hello", ""]);
  });

  it("of another device is taken in while nothing is typed here", async () => {
    const drafts = make();
    drafts.restore("old", noon);
    answer = kept("newer", "2026-11-21T12:05:00.000Z");
    expect(await drafts.fetch()).toBe("newer");
    expect(await drafts.fetch()).toBeUndefined();
    drafts.keep("typing here");
    answer = kept("newest", "2026-11-21T12:06:00.000Z");
    expect(await drafts.fetch()).toBeUndefined();
  });

  it("of another device is left alone while it would not be shown", async () => {
    const drafts = make();
    drafts.restore("old", noon);
    answer = kept("newer", "2026-11-21T12:05:00.000Z");
    expect(await drafts.fetch(() => false)).toBeUndefined();
    expect(await drafts.fetch()).toBe("newer");
  });

  it("marks its room before the server knows", () => {
    document.body.innerHTML = '<a class="room-link" data-room="1"></a><a class="room-link has-draft" data-room="2"></a><a class="room-link has-draft" data-room="3"></a>';
    const local = (room: string) => new LocalDraft(`d${room}`, localStorage);
    local("1").write({ body: "x", at: 0, base: "", saved: false });
    local("2").write({ body: "", at: 0, base: noon, saved: false });
    draftMarks(document, local);
    expect([...document.querySelectorAll(".has-draft")].map((link) => (link as HTMLElement).dataset.room)).toEqual(["1", "3"]);
  });
});
