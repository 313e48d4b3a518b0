import { beforeEach, describe, expect, it, vi } from "vitest";
import { bodies } from "../ts/bodies/bodies";
import { colour } from "../ts/bodies/colours";

function page(...said: string[]) {
  document.body.innerHTML = `
    <div class="message-list">${said.map((html) => `<article><div class="body">${html}</div></article>`).join("")}</div>
    <template id="body-tools" data-spoiler="Covered"><button class="copy-code" title="Copy" data-copied="Copied"></button></template>`;
  const list = document.querySelector<HTMLElement>(".message-list")!;
  return { list, dress: bodies(list, document.querySelector("template")) };
}

const spoiler = '<p>It was <span class="spoiler" tabindex="0"><span>the butler</span></span></p>';

describe("covered text", () => {
  it("has a name instead of what it covers", () => {
    const covered = page(spoiler).list.querySelector(".spoiler")!;
    expect([covered.getAttribute("role"), covered.getAttribute("aria-label")]).toEqual(["button", "Covered"]);
  });

  it.each([
    ["a click", () => new MouseEvent("click", { bubbles: true, cancelable: true })],
    ["Enter", () => new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true })],
    ["Space", () => new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true })],
  ])("is uncovered by %s and stays so", (_, press) => {
    const { list, dress } = page(spoiler);
    const covered = list.querySelector(".spoiler")!;
    covered.firstElementChild!.dispatchEvent(press());
    dress(list.children);
    expect([covered.className, covered.hasAttribute("role"), covered.hasAttribute("aria-label")]).toEqual(["spoiler uncovered", false, false]);
  });

  it("keeps covered for any other key", () => {
    const covered = page(spoiler).list.querySelector(".spoiler")!;
    covered.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true }));
    expect(covered.className).toBe("spoiler");
  });
});

describe("code", () => {
  const code = '<pre><code class="language-cs">var x = "&lt;b&gt;"; // 1\n</code></pre>';
  const writeText = vi.fn(async () => {});
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    return () => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    };
  });

  it("has one button that copies it as it is", async () => {
    const { list, dress } = page(code);
    dress(list.children);
    const buttons = list.querySelectorAll<HTMLButtonElement>(".copy-code");
    expect(buttons.length).toBe(1);
    buttons[0]!.click();
    await vi.waitFor(() => expect(buttons[0]!.title).toBe("Copied"));
    expect(writeText).toHaveBeenCalledWith('var x = "<b>"; // 1');
    vi.advanceTimersByTime(2000);
    expect(buttons[0]!.title).toBe("Copy");
  });

  it("gets its colours when its language is known, and no other markup", () => {
    const { list } = page(code);
    const element = list.querySelector<HTMLElement>("code")!;
    const before = element.textContent;
    colour(element, "cs");
    expect(element.querySelector(".hljs-string")?.textContent).toBe('"<b>"');
    expect([element.textContent, element.querySelector("b")]).toEqual([before, null]);
  });

  it.each(["brainfuck", "constructor", "__proto__"])("of %s stays as it is", (language) => {
    const element = page(code).list.querySelector<HTMLElement>("code")!;
    const before = element.innerHTML;
    colour(element, language);
    expect(element.innerHTML).toBe(before);
  });
});
