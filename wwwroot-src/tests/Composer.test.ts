import { beforeEach, describe, expect, it, vi } from "vitest";
import { Drafts } from "../ts/composer/drafts/Drafts";
import { LocalDraft } from "../ts/composer/drafts/LocalDraft";
import { Composer, type Extras } from "../ts/talk/Composer";

describe("the composer", () => {
  const send = vi.fn<(body: string, extras: Extras) => void>();
  let composer: Composer;
  let text: HTMLTextAreaElement;

  const start = (typed = "") => {
    document.body.innerHTML = `<div><p class="error">Too long.</p><form><textarea>${typed}</textarea><button></button></form></div>`;
    text = document.querySelector("textarea")!;
    composer = new Composer(document.querySelector("form")!, new Drafts("/draft", new LocalDraft("draft:1", localStorage)), send);
    composer.start();
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
    vi.stubGlobal("fetch", vi.fn(() => new Promise(() => {})));
    start();
  });

  it("sends on Enter, empties itself and forgets the old refusal", () => {
    type("  hello  ");
    expect(press({})).toBe(true);
    expect(send).toHaveBeenCalledExactlyOnceWith("hello", {});
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

  it("puts text at the caret, in place of what is selected", () => {
    type("go to school");
    text.setSelectionRange(6, 12);
    composer.insert("🏫 ");
    expect(composer.text).toBe("go to 🏫 ");
    expect(text.selectionStart).toBe(text.value.length);
  });

  it("sends what the hooks add, also files without text", () => {
    composer.extras.push(() => ({ replyTo: "7" }), () => ({ attachments: [1, 2] }));
    press({});
    expect(send).toHaveBeenCalledExactlyOnceWith("", { replyTo: "7", attachments: [1, 2] });
  });

  it("leaves the text to a hook that takes it over", () => {
    composer.beforeSend.push((body) => body.startsWith("/"));
    type("/help");
    press({});
    expect(send).not.toHaveBeenCalled();
    expect(composer.text).toBe("/help");
    type("hello");
    press({});
    expect(send).toHaveBeenCalledOnce();
  });

  it("shows every key to its hooks first, except those of a composition", () => {
    const keys = vi.fn(() => true);
    composer.keys.push(keys);
    type("hello");
    press({ isComposing: true });
    expect(keys).not.toHaveBeenCalled();
    expect(press({})).toBe(true);
    expect(keys).toHaveBeenCalledOnce();
    expect(send).not.toHaveBeenCalled();
  });

  it("keeps what was written when it can't be sent", () => {
    const sent = vi.fn();
    composer.afterSend.push(sent);
    send.mockImplementation(() => {
      throw new Error("No room left.");
    });
    type("hello");
    // As a page's errors are reported: not to whoever presses the key.
    expect(() => composer.submit()).toThrow("No room left.");
    expect(text.value).toBe("hello");
    expect(sent).not.toHaveBeenCalled();
    start();
    expect(text.value).toBe("hello");
  });

  it("sends nothing while it is busy, and says so", () => {
    type("hello");
    composer.busy = true;
    press({});
    expect(composer.form.getAttribute("aria-busy")).toBe("true");
    expect(send).not.toHaveBeenCalled();
    composer.busy = false;
    press({});
    expect(send).toHaveBeenCalledOnce();
  });

  it("takes another device's draft when the field was given back, not while it is lent", async () => {
    const fetch = vi.fn(async () => "from the phone");
    composer = new Composer(composer.form, { restore: () => "", keep() {}, isKnown: false, sent() {}, save: async () => {}, fetch }, send);
    composer.start();
    const giveBack = composer.borrow("an old message");
    document.dispatchEvent(new Event("visibilitychange"));
    expect(fetch).not.toHaveBeenCalled();
    giveBack();
    await vi.waitFor(() => expect(text.value).toBe("from the phone"));
  });

  it("saves the draft when the connection is back", () => {
    const save = vi.fn(async () => {});
    new Composer(composer.form, { restore: () => "", keep() {}, isKnown: false, sent() {}, save, fetch: async () => undefined }, send).start();
    dispatchEvent(new Event("online"));
    expect(save).toHaveBeenCalledOnce();
  });

  it("keeps the draft while the field is lent, and gives it back", () => {
    type("half a thou");
    const giveBack = composer.borrow("an old message");
    type("an old message, changed");
    expect(new LocalDraft("draft:1", localStorage).read()!.body).toBe("half a thou");
    giveBack();
    giveBack();
    expect(composer.text).toBe("half a thou");
  });
});
