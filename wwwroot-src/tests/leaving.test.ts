import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askBeforeLoss, goTo } from "../ts/outbox/askBeforeLoss";
import { elsewhere } from "../ts/outbox/elsewhere";
import { Outbox } from "../ts/outbox/Outbox";
import type { PostResult, Unsent } from "../ts/outbox/post";

const view = { show() {}, state() {}, remove() {}, settle: async () => {}, signedOut() {} };
const message = (clientId: string, body = clientId): Unsent => ({ clientId, body, at: "" });
const sent: PostResult = { kind: "sent", html: "" };

describe("what is not sent when the page is left", () => {
  beforeEach(() => {
    sessionStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("goes from the tab's next page, each room's in their order, and under the same ids", async () => {
    sessionStorage.setItem("outbox:me:1", JSON.stringify([message("a"), message("b")]));
    sessionStorage.setItem("outbox:me:2", JSON.stringify([message("c")]));
    sessionStorage.setItem("outbox:me:3", JSON.stringify([message("shown by its own page")]));
    sessionStorage.setItem("outbox:somebody:1", JSON.stringify([message("of another account")]));
    const gone: string[] = [];
    elsewhere("me", "3", sessionStorage, async (url, { clientId }) => {
      gone.push(`${url} ${clientId}`);
      return clientId === "c" ? { kind: "refused", sentence: "Join first." } : sent;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(gone.toSorted()).toEqual(["/rooms/1/messages a", "/rooms/1/messages b", "/rooms/2/messages c"]);
    expect(gone.indexOf("/rooms/1/messages a")).toBeLessThan(gone.indexOf("/rooms/1/messages b"));
    // What is refused waits for its writer, in its room.
    expect(Object.keys(sessionStorage).toSorted()).toEqual(["outbox:me:2", "outbox:me:3", "outbox:somebody:1"]);
  });

  it("goes when the connection is back", async () => {
    sessionStorage.setItem("outbox:me:1", JSON.stringify([message("a")]));
    const send = vi.fn(async (): Promise<PostResult> => ({ kind: "unreachable" }));
    elsewhere("me", undefined, sessionStorage, send);
    await vi.advanceTimersByTimeAsync(0);
    send.mockResolvedValue(sent);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(sessionStorage.getItem("outbox:me:1")).toBeNull();
  });

  it("is worth a question, unless it is on its way for the first time", async () => {
    let answer!: (result: PostResult) => void;
    const outbox = new Outbox("outbox:me:1", sessionStorage, () => new Promise((resolve) => (answer = resolve)), view);
    outbox.add("one");
    expect(outbox.waits).toBe(false);
    outbox.add("two");
    expect(outbox.waits).toBe(true);
    answer(sent);
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.waits).toBe(false);
    answer({ kind: "unreachable" });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(outbox.waits).toBe(true);
    answer({ kind: "refused", sentence: "No." });
    await vi.advanceTimersByTimeAsync(0);
    expect([outbox.waits, outbox.hasRefused]).toEqual([false, true]);
  });

  it("is asked about when the tab goes, and not on the way to another page of ours", () => {
    const asks = () => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
    let atRisk = false;
    askBeforeLoss(() => atRisk);
    addEventListener("click", (event) => event.preventDefault()); // after all others: nobody goes anywhere
    expect(asks()).toBe(false);
    atRisk = true;
    expect(asks()).toBe(true);
    document.body.innerHTML = `<a id="on" href="${location.origin}/rooms/2"></a><a id="out" href="https://example.net"></a><a id="taken" href="${location.origin}/rooms/1"></a>`;
    document.querySelector("#taken")!.addEventListener("click", (event) => event.preventDefault());
    const asksAfter = (id: string) => {
      document.getElementById(id)!.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, cancelable: true }));
      return asks();
    };
    expect(["on", "out", "taken"].map(asksAfter)).toEqual([false, true, true]);
    vi.stubGlobal("location", { assign: vi.fn() });
    goTo("/rooms");
    expect(asks()).toBe(false);
    atRisk = false;
  });
});
