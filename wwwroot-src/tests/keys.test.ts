import { beforeEach, describe, expect, it, vi } from "vitest";
import { emphasis } from "../ts/composer/keys/emphasis";
import { roomKeys } from "../ts/composer/keys/roomKeys";
import { typingAnywhere } from "../ts/composer/keys/typingAnywhere";
import { Composer } from "../ts/talk/Composer";

const drafts = { restore: () => "", keep: () => {}, isKnown: false, sent: () => {}, save: async () => {}, fetch: async () => undefined };
const press = (target: EventTarget, key: string, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event.defaultPrevented;
};

describe("the keys", () => {
  it.each([
    ["b", "say <hello> now", "say **<hello>** now"],
    ["i", "say <hello> now", "say *<hello>* now"],
    ["e", "say <hello> now", "say `<hello>` now"],
    ["b", "say **<hello>** now", "say <hello> now"],
    ["i", "say **<hello>** now", "say ***<hello>*** now"],
    ["i", "say ***<hello>*** now", "say **<hello>** now"],
    ["b", "<>", "**<>**"],
  ])("Ctrl+%s turns %s into %s", (key, before, after) => {
    document.body.innerHTML = "<form><textarea></textarea></form>";
    const composer = new Composer(document.querySelector("form")!, drafts, vi.fn());
    composer.start();
    emphasis(composer);
    const { field } = composer;
    field.value = before.replace(/[<>]/g, "");
    field.setSelectionRange(before.indexOf("<"), before.indexOf(">") - 1);
    expect(press(field, key, { ctrlKey: true })).toBe(true);
    const marked = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionStart, field.selectionEnd), field.value.slice(field.selectionEnd)];
    expect(`${marked[0]}<${marked[1]}>${marked[2]}`).toBe(after);
  });

  describe("typed anywhere", () => {
    beforeEach(() => {
      document.body.innerHTML = '<div id="log" tabindex="0"></div><input id="find"><textarea></textarea>';
      typingAnywhere(document.querySelector("textarea")!);
    });

    it.each([
      ["a", {}, true],
      ["ㅎ", {}, true],
      ["Process", {}, true],
      ["v", { ctrlKey: true }, true],
      ["k", { ctrlKey: true }, false],
      ["ArrowUp", {}, false],
      [" ", {}, false],
      ["ä", { altKey: true }, false],
    ])("%s goes to the composer", (key, init, goes) => {
      const log = document.querySelector<HTMLElement>("#log")!;
      log.focus();
      press(log, key, init);
      expect(document.activeElement === document.querySelector("textarea")).toBe(goes);
    });

    it("stays in another field", () => {
      const find = document.querySelector<HTMLElement>("#find")!;
      find.focus();
      press(find, "a");
      expect(document.activeElement).toBe(find);
    });
  });

  it("Alt and an arrow go to the room above, below and the next unread one", () => {
    document.body.innerHTML = [1, 2, 3, 4]
      .map((id) => `<a class="room-link${id === 4 ? " unread" : ""}" data-room="${id}" href="#${id}"${id === 2 ? ' aria-current="page"' : ""}></a>`)
      .join("");
    const gone: string[] = [];
    document.body.addEventListener("click", (e) => gone.push((e.target as HTMLElement).dataset.room!));
    roomKeys(document.body);
    press(document, "ArrowUp", { altKey: true });
    press(document, "ArrowDown", { altKey: true });
    press(document, "ArrowDown", { altKey: true, shiftKey: true });
    press(document, "ArrowDown");
    expect(gone).toEqual(["1", "3", "4"]);
  });
});
