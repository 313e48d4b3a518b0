import { beforeEach, describe, expect, it, vi } from "vitest";
import { Composer } from "../ts/talk/Composer";

describe("the composer", () => {
  const send = vi.fn<(body: string) => void>();
  let text: HTMLTextAreaElement;

  const start = (typed = "") => {
    document.body.innerHTML = `<div><p class="error">Too long.</p><form><textarea>${typed}</textarea><button></button></form></div>`;
    text = document.querySelector("textarea")!;
    new Composer(document.querySelector("form")!, "draft:1", localStorage, send).start();
  };
  const press = (init: KeyboardEventInit & { keyCode?: number }) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", cancelable: true, bubbles: true, ...init });
    if (init.isComposing) Object.defineProperty(event, "isComposing", { value: true });
    if (init.keyCode) Object.defineProperty(event, "keyCode", { value: init.keyCode });
    text.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const type = (value: string) => {
    text.value = value;
    text.dispatchEvent(new Event("input"));
  };

  beforeEach(() => {
    localStorage.clear();
    send.mockReset();
    start();
  });

  it("sends on Enter, empties itself and forgets the old refusal", () => {
    type("  hello  ");
    expect(press({})).toBe(true);
    expect(send).toHaveBeenCalledExactlyOnceWith("hello");
    expect(text.value).toBe("");
    expect(document.querySelector(".error")!.textContent).toBe("");
  });

  it("breaks the line on Shift+Enter", () => {
    type("hello");
    expect(press({ shiftKey: true })).toBe(false);
    expect(send).not.toHaveBeenCalled();
  });

  it.each([{ isComposing: true }, { keyCode: 229 }])("leaves Enter to the composition of Korean (%o)", (init) => {
    type("안녕하세");
    expect(press(init)).toBe(false);
    expect(send).not.toHaveBeenCalled();
  });

  it("sends nothing blank", () => {
    type(" \n ");
    press({});
    expect(send).not.toHaveBeenCalled();
  });

  it("keeps a draft until it is sent", () => {
    type("half a thou");
    start();
    expect(text.value).toBe("half a thou");
    press({});
    start();
    expect(text.value).toBe("");
  });

  it("prefers what the server gave back to a draft", () => {
    type("draft");
    start("refused text");
    expect(text.value).toBe("refused text");
  });
});
