import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Outbox, type OutboxView } from "../ts/outbox/Outbox";
import type { PostResult, Unsent } from "../ts/outbox/post";

const key = "outbox:me:1";

function outbox(...results: PostResult[]) {
  const sent: Unsent[] = [];
  const states: string[] = [];
  let id = 0;
  const send = vi.fn(async (message: Unsent) => {
    sent.push(message);
    return results.shift() ?? ({ kind: "sent", html: `<p>${message.body}</p>` } as PostResult);
  });
  const view = {
    show: vi.fn(),
    state: vi.fn((clientId: string, state: { kind: string }) => void states.push(`${clientId} ${state.kind}`)),
    remove: vi.fn(),
    settle: vi.fn(async () => {}),
    signedOut: vi.fn(),
  } satisfies OutboxView;
  const make = () => new Outbox(key, sessionStorage, send, view, () => `id-${++id}`);
  return { box: make(), make, sent, states, send, view, results };
}

const bodies = (sent: Unsent[]) => sent.map((m) => `${m.clientId} ${m.body}`);

describe("the outbox", () => {
  beforeEach(() => {
    sessionStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  it("shows a message at once and settles it with the server's version", async () => {
    const { box, view } = outbox();
    box.add("hello");
    expect(view.show).toHaveBeenCalledWith(expect.objectContaining({ clientId: "id-1", body: "hello" }));
    await vi.runAllTimersAsync();
    expect(view.settle).toHaveBeenCalledWith("<p>hello</p>");
    expect(box.has("id-1")).toBe(false);
    expect(sessionStorage.getItem(key)).toBeNull();
  });

  it("keeps what can't be sent and sends it again under the same id, in order", async () => {
    const { box, sent, states, results } = outbox({ kind: "unreachable" }, { kind: "unreachable" });
    box.add("one");
    await vi.advanceTimersByTimeAsync(0);
    box.add("two");
    await vi.advanceTimersByTimeAsync(0);
    expect(states.slice(-2)).toEqual(["id-1 waiting", "id-2 waiting"]);
    expect(results).toEqual([]);
    await box.flush();
    expect(bodies(sent)).toEqual(["id-1 one", "id-1 one", "id-1 one", "id-2 two"]);
  });

  it("tries again by itself when a post fails beside a stream that lives on", async () => {
    const { box, sent, states } = outbox({ kind: "unreachable" }, { kind: "unreachable" });
    box.add("one");
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe("id-1 waiting");
    await vi.advanceTimersByTimeAsync(1_200);
    expect(sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2_400);
    expect(bodies(sent)).toEqual(["id-1 one", "id-1 one", "id-1 one"]);
    expect(box.has("id-1")).toBe(false);
  });

  it("sends one at a time", async () => {
    let finish!: (result: PostResult) => void;
    const { box, send } = outbox();
    send.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    box.add("one");
    box.add("two");
    await vi.runAllTimersAsync();
    expect(send).toHaveBeenCalledTimes(1);
    finish({ kind: "sent", html: "" });
    await vi.runAllTimersAsync();
    expect(send).toHaveBeenCalledTimes(2);
  });

  it("leaves a refused message to its writer and goes on with the next", async () => {
    const { box, sent, states, view } = outbox({ kind: "refused", sentence: "Too long." });
    box.add("bad");
    box.add("good");
    await vi.runAllTimersAsync();
    expect(bodies(sent)).toEqual(["id-1 bad", "id-2 good"]);
    expect(states).toContain("id-1 failed");
    box.retry("id-1");
    await vi.runAllTimersAsync();
    expect(bodies(sent).at(-1)).toBe("id-1 bad");
    expect(view.settle).toHaveBeenCalledTimes(2);
  });

  it("discards what its writer gives up", async () => {
    const { box, view } = outbox({ kind: "refused", sentence: "No." });
    box.add("bad");
    await vi.runAllTimersAsync();
    box.discard("id-1");
    expect(view.remove).toHaveBeenCalledWith("id-1");
    expect(sessionStorage.getItem(key)).toBeNull();
  });

  it("waits as long as the server asks when it writes too fast", async () => {
    const { box, send } = outbox({ kind: "wait", milliseconds: 4000 });
    box.add("fast");
    await vi.advanceTimersByTimeAsync(3999);
    box.add("faster");
    await vi.advanceTimersByTimeAsync(0);
    expect(send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(send).toHaveBeenCalledTimes(3);
  });

  it("survives a reload with ids and order", async () => {
    const { box, make, sent } = outbox({ kind: "unreachable" }, { kind: "unreachable" });
    box.add("one");
    await vi.advanceTimersByTimeAsync(0);
    box.add("two");
    await vi.advanceTimersByTimeAsync(0);
    sent.length = 0;
    make().restore();
    await vi.advanceTimersByTimeAsync(0);
    expect(bodies(sent)).toEqual(["id-1 one", "id-2 two"]);
  });

  it("carries what goes with a message through a reload", async () => {
    const { box, make, sent } = outbox({ kind: "unreachable" });
    box.add("one", { replyTo: "7", attachments: [1, 2] });
    await vi.advanceTimersByTimeAsync(0);
    make().restore();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.at(-1)).toMatchObject({ body: "one", replyTo: "7", attachments: [1, 2] });
  });

  it("does not send again what the stream has settled", async () => {
    const { box, sent, send, view } = outbox();
    send.mockImplementationOnce(async (message) => {
      sent.push(message);
      box.settle(message.clientId); // the stream brought it while its answer was lost
      return { kind: "unreachable" };
    });
    box.add("one");
    box.add("two");
    await vi.runAllTimersAsync();
    expect(bodies(sent)).toEqual(["id-1 one", "id-2 two"]);
    expect(view.settle).toHaveBeenCalledOnce();
  });

  it("tries again when the server's version could not be shown", async () => {
    const { box, sent, states, view } = outbox();
    vi.spyOn(console, "warn").mockImplementation(() => {});
    view.settle.mockRejectedValueOnce(new Error("The messages could not be loaded."));
    box.add("one");
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe("id-1 waiting");
    await vi.advanceTimersByTimeAsync(1_200);
    expect(bodies(sent)).toEqual(["id-1 one", "id-1 one"]);
    expect(box.has("id-1")).toBe(false);
  });

  it("says when everything is sent, or that it can't be", async () => {
    const { box, sent } = outbox({ kind: "sent", html: "" }, { kind: "unreachable" });
    box.add("one");
    expect(await box.idle()).toBe(true);
    expect(sent).toHaveLength(1);
    box.add("two");
    expect(await box.idle()).toBe(false);
  });

  it("sends also what a reload would lose, when the browser keeps no more", async () => {
    const { sent, view, send } = outbox();
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const full = { getItem: () => null, removeItem() {}, setItem: () => { throw new DOMException("", "QuotaExceededError"); } };
    new Outbox(key, full, send, view, () => "id").add("one");
    await vi.advanceTimersByTimeAsync(0);
    expect(bodies(sent)).toEqual(["id one"]);
  });

  it("asks to sign in and loses nothing", async () => {
    const { box, view } = outbox({ kind: "signed_out" });
    box.add("one");
    await vi.runAllTimersAsync();
    expect(view.signedOut).toHaveBeenCalled();
    expect(sessionStorage.getItem(key)).toContain("one");
  });
});
