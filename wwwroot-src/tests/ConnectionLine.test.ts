import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConnectionLine } from "../ts/talk/ConnectionLine";

describe("the connection line", () => {
  let line: HTMLElement;
  let shown: ConnectionLine;
  const now = vi.fn();
  const text = () => (line.hidden ? undefined : line.querySelector("span")!.textContent);

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML =
      '<p hidden data-waiting="Again in {0} s." data-connecting="Connecting…" data-offline="Offline." data-gone="Gone." data-signed-out="Signed out."><span></span><button></button><a hidden></a></p>';
    line = document.querySelector("p")!;
    shown = new ConnectionLine(line, now);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("keeps quiet about a stream that is resumed at once", () => {
    shown.show({ kind: "connecting", failures: 0 });
    expect(text()).toBeUndefined();
    shown.show({ kind: "waiting", failures: 1, until: Date.now() + 1000 });
    shown.show({ kind: "connecting", failures: 1 });
    expect(text()).toBeUndefined();
  });

  it("speaks of the first failure when the server asks for patience", () => {
    shown.show({ kind: "waiting", failures: 1, until: Date.now() + 20_000 });
    expect(text()).toBe("Again in 20 s.");
  });

  it("says that it polls once, however many polls there are", async () => {
    line.dataset.polling = "Polling.";
    shown.show({ kind: "polling", every: 5000 });
    expect(text()).toBe("Polling.");
    const changes = vi.fn();
    new MutationObserver(changes).observe(line, { childList: true, characterData: true, subtree: true });
    shown.show({ kind: "polling", every: 5000 });
    await vi.advanceTimersByTimeAsync(10);
    expect(changes).not.toHaveBeenCalled();
  });

  it("counts down when it lasts, and goes when all is well", () => {
    shown.show({ kind: "waiting", failures: 2, until: Date.now() + 4000 });
    expect(text()).toBe("Again in 4 s.");
    vi.advanceTimersByTime(3000);
    expect(text()).toBe("Again in 1 s.");
    shown.show({ kind: "connecting", failures: 2 });
    expect(text()).toBe("Connecting…");
    shown.show({ kind: "live" });
    expect(text()).toBeUndefined();
    vi.advanceTimersByTime(5000);
    expect(text()).toBeUndefined();
  });

  it("connects now when asked", () => {
    shown.show({ kind: "waiting", failures: 2, until: Date.now() + 4000 });
    line.querySelector("button")!.click();
    expect(now).toHaveBeenCalledOnce();
  });

  it("says at once that the network is gone", () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    shown.show({ kind: "waiting", failures: 1, until: Date.now() + 1000 });
    expect(text()).toBe("Offline.");
  });

  it("tells why it stopped", () => {
    shown.show({ kind: "stopped", reason: "gone" });
    expect(text()).toBe("Gone.");
    expect(line.querySelector("button")!.hidden).toBe(true);
    expect(line.querySelector("a")!.hidden).toBe(true);
    shown.show({ kind: "stopped", reason: "signed_out" });
    expect(text()).toBe("Signed out.");
    expect(line.querySelector("a")!.hidden).toBe(false);
  });
});
