import { beforeEach, describe, expect, it } from "vitest";
import { searchKey, searchPage } from "../ts/shell/search";
import { switcher } from "../ts/shell/switcher";

const press = (target: EventTarget, key: string, init: KeyboardEventInit = {}) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));

describe("the search", () => {
  let followed: string[];

  beforeEach(() => {
    followed = [];
    document.documentElement.lang = "en";
    document.onclick = (event) => {
      const link = (event.target as Element).closest("a");
      if (link) followed.push(link.getAttribute("href")!);
      event.preventDefault();
    };
  });

  it("opens by its key, in the room that is open", () => {
    searchKey();
    document.body.innerHTML = `<a data-search href="/search"></a>`;
    expect(press(document, "F", { ctrlKey: true, shiftKey: true })).toBe(false);
    expect(press(document, "f", { ctrlKey: true })).toBe(true);
    document.body.innerHTML += `<a data-search="room" href="/search?q=in"></a>`;
    press(document, "F", { metaKey: true, shiftKey: true });
    expect(followed).toEqual(["/search", "/search?q=in"]);
  });

  it("tells the reader's time zone and shows times in it, also of what comes later", async () => {
    document.body.innerHTML = `<main><input name="q"><input name="tz" type="hidden"><ol id="results"><li><time datetime="2020-05-06T07:08:00Z" data-local>UTC</time></li></ol></main>`;
    searchPage(document.querySelector("main"));
    expect(document.querySelector<HTMLInputElement>("[name=tz]")!.value).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(document.querySelector("time")!.textContent).toContain("2020");
    document.querySelector("#results")!.insertAdjacentHTML("beforeend", `<li><time datetime="2021-05-06T07:08:00Z" data-local>UTC</time></li>`);
    await Promise.resolve();
    expect(document.querySelectorAll("time")[1]!.textContent).toContain("2021");
    expect(document.querySelector("[data-local]")).toBeNull();
  });

  it("is the switcher's last row, and what Enter means when no room is left", () => {
    document.body.innerHTML = `<dialog><input><ul><li role="option" id="s0" data-name="Lobby"><a href="/rooms/1">Lobby</a></li></ul><p class="none" hidden></p><a class="search-messages" href="/search"><span data-query></span></a></dialog>`;
    const dialog = document.querySelector("dialog")!;
    const input = dialog.querySelector("input")!;
    switcher(dialog);
    input.value = "Lob";
    input.dispatchEvent(new Event("input"));
    press(input, "Enter");
    input.value = "두 글자";
    input.dispatchEvent(new Event("input"));
    press(input, "Enter");
    expect(followed).toEqual(["/rooms/1", `/search?q=${encodeURIComponent("두 글자")}`]);
    expect(dialog.querySelector("[data-query]")!.textContent).toBe("“두 글자”");
  });
});
