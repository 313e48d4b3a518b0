import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JumpButton } from "../ts/talk/JumpButton";
import { ReadMarker } from "../ts/talk/ReadMarker";

describe("the read marker", () => {
  let seen = 0;
  let status = 204;
  const marked = () => vi.mocked(fetch).mock.calls.map(([, init]) => String(init!.body));

  beforeEach(() => {
    vi.useFakeTimers();
    [seen, status] = [5, 204];
    vi.stubGlobal("fetch", vi.fn(async () => new Response(null, { status })));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("gathers a burst into one mark and never repeats itself", async () => {
    const marker = new ReadMarker("/rooms/1/read", 5, () => seen);
    marker.check();
    for (seen = 6; seen < 9; seen++) marker.check();
    await vi.advanceTimersByTimeAsync(500);
    marker.check();
    await vi.advanceTimersByTimeAsync(5000);
    expect(marked()).toEqual(["number=9"]);
  });

  it("marks nothing when the reader has turned away meanwhile", async () => {
    const marker = new ReadMarker("/rooms/1/read", 5, () => seen);
    seen = 7;
    marker.check();
    seen = 0;
    await vi.advanceTimersByTimeAsync(500);
    expect(marked()).toEqual([]);
  });

  it("tries again with the next message when the server did not take it", async () => {
    const marker = new ReadMarker("/rooms/1/read", 5, () => seen);
    [seen, status] = [6, 503];
    marker.check();
    await vi.advanceTimersByTimeAsync(500);
    status = 204;
    marker.check();
    await vi.advanceTimersByTimeAsync(500);
    expect(marked()).toEqual(["number=6", "number=6"]);
  });
});

describe("the way back to the newest", () => {
  it("shows and counts while the reader is elsewhere", () => {
    document.body.innerHTML = '<button hidden><span class="badge"></span></button>';
    const button = document.querySelector("button")!;
    let atEnd = false;
    const jump = vi.fn();
    const way = new JumpButton(button, () => atEnd, jump);
    way.arrived(2);
    way.arrived(1);
    expect([button.hidden, button.textContent]).toEqual([false, "3"]);
    button.click();
    expect(jump).toHaveBeenCalledOnce();
    atEnd = true;
    way.update();
    expect([button.hidden, button.textContent]).toEqual([true, ""]);
    way.arrived(1);
    expect(button.textContent).toBe("");
  });
});
