import { beforeEach, describe, expect, it, vi } from "vitest";
import { forward } from "../ts/talk/forward";

describe("forwarding", () => {
  let dialog: HTMLDialogElement;
  const find = () => dialog.querySelector("input")!;
  const enter = (how: object = {}) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    for (const [name, value] of Object.entries(how)) Object.defineProperty(event, name, { value });
    find().dispatchEvent(event);
  };
  const type = (text: string) => {
    find().value = text;
    find().dispatchEvent(new Event("input"));
  };

  beforeEach(async () => {
    const rooms = ["Lobby", "공지사항"].map((name, index) => ({ id: index + 2, name, kind: "public", member: true }));
    vi.stubGlobal("fetch", vi.fn(async () => Response.json({ rooms })));
    document.body.innerHTML = '<dialog><input><div class="choices-list"></div><p class="none" hidden></p></dialog>';
    dialog = document.querySelector("dialog")!;
    forward(dialog, "1", "7", {});
    await vi.waitFor(() => expect(dialog.querySelectorAll("button")).toHaveLength(2));
  });

  it("finds a room while its name is composed, and waits for the syllable", () => {
    type("고");
    expect([...dialog.querySelectorAll("button")].map((button) => button.hidden)).toEqual([true, false]);
    enter({ isComposing: true });
    enter({ keyCode: 229 });
    expect(dialog.open).toBe(true);
    type("공");
    enter();
    expect(dialog.open).toBe(false);
    expect(vi.mocked(fetch).mock.calls.at(-1)![1]!.body).toBe('{"room_id":3}');
  });
});
