import { beforeEach, describe, expect, it } from "vitest";
import { switcher } from "../ts/shell/switcher";

describe("the quick switcher", () => {
  let dialog: HTMLDialogElement;
  const input = () => dialog.querySelector("input")!;
  const shown = () => [...dialog.querySelectorAll<HTMLElement>("li")].filter((r) => !r.hidden).map((r) => r.dataset.name);
  const chosen = () => dialog.querySelector<HTMLElement>('[aria-selected="true"]')?.dataset.name;
  const key = (target: EventTarget, name: string, init: KeyboardEventInit = {}) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...init }));
  const type = (text: string) => {
    input().value = text;
    input().dispatchEvent(new Event("input"));
  };

  beforeEach(() => {
    const rooms = ["Lobby", "공지사항", "design-review"].map((n, i) => `<li role="option" id="s${i}" data-name="${n}"><a href="#${i}">${n}</a></li>`);
    document.body.innerHTML = `<a data-switcher href="/rooms"></a><dialog><input><ul>${rooms.join("")}</ul><p class="none" hidden></p></dialog>`;
    dialog = document.querySelector("dialog")!;
    switcher(dialog);
  });

  it("opens by key and by its field, and closes by key", () => {
    key(document, "k", { ctrlKey: true });
    expect(dialog.open).toBe(true);
    key(document, "K", { metaKey: true });
    expect(dialog.open).toBe(false);
    document.querySelector<HTMLElement>("[data-switcher]")!.click();
    expect(dialog.open).toBe(true);
  });

  it("narrows while one types, also in decomposed Korean", () => {
    key(document, "k", { ctrlKey: true });
    type("RE");
    expect(shown()).toEqual(["design-review"]);
    type("공지".normalize("NFD"));
    expect(shown()).toEqual(["공지사항"]);
    type("nothing");
    expect(dialog.querySelector<HTMLElement>(".none")!.hidden).toBe(false);
  });

  it("finds a room while its name is composed, and stays until it is", () => {
    key(document, "k", { ctrlKey: true });
    type("고"); // on its way to 공
    expect(shown()).toEqual(["공지사항"]);
    let followed = 0;
    dialog.addEventListener("click", () => followed++);
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
      for (const [name, value] of Object.entries(how)) Object.defineProperty(enter, name, { value });
      input().dispatchEvent(enter);
    }
    expect(followed).toBe(0);
    key(input(), "Enter");
    expect(followed).toBe(1);
  });

  it("walks round with the arrows and goes where it stands", () => {
    key(document, "k", { ctrlKey: true });
    expect(chosen()).toBe("Lobby");
    key(input(), "ArrowUp");
    expect(chosen()).toBe("design-review");
    key(input(), "ArrowDown");
    key(input(), "ArrowDown");
    expect(chosen()).toBe("공지사항");
    let followed = "";
    dialog.addEventListener("click", (e) => (followed = (e.target as HTMLElement).textContent ?? ""));
    key(input(), "Enter");
    expect(followed).toBe("공지사항");
  });
});
