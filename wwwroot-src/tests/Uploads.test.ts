import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Attachment, UploadResult } from "../ts/files/upload";
import { Uploads, type UploadState } from "../ts/files/Uploads";

const attachment = (id: number): Attachment => ({ id, name: `${id}.txt`, content_type: "text/plain", size: 1, url: `/${id}` });
const broken: UploadResult = { kind: "broken" };

interface Sent {
  name: string;
  progress(sent: number): void;
  end(result: UploadResult): void;
  signal: AbortSignal;
}

describe("uploads", () => {
  let sent: Sent[];
  let states: string[];
  let uploads: Uploads;
  const takeBack = vi.fn();
  const changed = vi.fn();
  const said = (state: UploadState) => (state.kind === "broken" ? (state.again ? "again" : "stuck") : state.kind);

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.clearAllMocks();
    [sent, states] = [[], []];
    uploads = new Uploads(
      (file, progress, signal) => new Promise((end) => sent.push({ name: file.name, progress, end, signal })),
      takeBack,
      { show: () => {}, state: (id, _, state) => void states.push(`${id} ${said(state)}`), remove: (id) => void states.push(`${id} gone`) },
      changed,
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const add = (...names: string[]) => names.forEach((name) => uploads.add(new File(["x"], name)));
  const end = async (index: number, result: UploadResult) => {
    sent[index]!.end(result);
    await vi.advanceTimersByTimeAsync(0);
  };

  it("go two at a time, in the order of picking, and are taken in that order", async () => {
    add("a", "b", "c");
    expect(sent.map((s) => s.name)).toEqual(["a", "b"]);
    await end(1, { kind: "done", attachment: attachment(2) });
    expect(sent.map((s) => s.name)).toEqual(["a", "b", "c"]);
    expect(uploads.busy).toBe(true);
    await end(2, { kind: "done", attachment: attachment(3) });
    await end(0, { kind: "done", attachment: attachment(1) });
    expect(uploads.busy).toBe(false);
    expect(uploads.done.map((a) => a.id)).toEqual([1, 2, 3]);
    uploads.sent();
    expect(uploads.count).toBe(0);
    expect(takeBack).not.toHaveBeenCalled();
  });

  it("are tried again by themselves, later each time, and then by hand", async () => {
    add("a");
    for (const [attempt, wait] of [1_000, 2_000, 4_000, 8_000].entries()) {
      await end(attempt, broken);
      expect(states.at(-1)).toBe("1 again");
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(sent).toHaveLength(attempt + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(sent).toHaveLength(attempt + 2);
    }
    await end(4, broken);
    expect(states.at(-1)).toBe("1 stuck");
    expect([uploads.busy, uploads.stuck]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(5);
    uploads.retry(1);
    expect(sent).toHaveLength(6);
    await end(5, { kind: "done", attachment: attachment(1) });
    expect(uploads.stuck).toBe(false);
  });

  it("go on at once when the connection is back, and wait as long as the server asks", async () => {
    add("a", "b");
    await end(0, { kind: "broken", milliseconds: 7_000 });
    await end(1, broken);
    await vi.advanceTimersByTimeAsync(6_999);
    expect(sent.map((s) => s.name)).toEqual(["a", "b", "b"]);
    await end(2, broken);
    uploads.retryAll();
    expect(sent.map((s) => s.name)).toEqual(["a", "b", "b", "a", "b"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(5);
  });

  it("stay with the reason when refused, and leave room for the next", async () => {
    uploads.add(new File(["x"], "huge"), "Too large.");
    add("a");
    expect(states[0]).toBe("1 refused");
    expect(sent.map((s) => s.name)).toEqual(["a"]);
    await end(0, { kind: "refused", sentence: "No." });
    expect(uploads.stuck).toBe(true);
    uploads.remove(1);
    uploads.remove(2);
    expect([uploads.count, uploads.stuck]).toEqual([0, false]);
    expect(takeBack).not.toHaveBeenCalled();
  });

  it("are called off when removed, and taken back when the server has them", async () => {
    add("a", "b");
    uploads.remove(1);
    expect(sent[0]!.signal.aborted).toBe(true);
    await end(0, { kind: "done", attachment: attachment(1) }); // its answer was on the way
    expect(takeBack).toHaveBeenCalledExactlyOnceWith(attachment(1));
    await end(1, { kind: "done", attachment: attachment(2) });
    uploads.remove(2);
    expect(takeBack).toHaveBeenLastCalledWith(attachment(2));
    sent[1]!.progress(5); // comes too late
    expect(states.at(-1)).toBe("2 gone");
  });

  it("tell of every change", () => {
    add("a");
    changed.mockClear();
    sent[0]!.progress(1);
    expect(changed).toHaveBeenCalledOnce();
  });
});
