import { beforeEach, describe, expect, it } from "vitest";
import { fragment, talk } from "./page";

const film = '<div class="files"><figure><video src="/film.webm"></video></figure></div>';
const link = '<a href="/there">there</a><span class="spoiler">hidden</span>';
const pin = '<span class="pin-mark"></span>';
const pills = (...emoji: string[]) => `<div class="reactions" data-message="1">${emoji.map((e) => `<button data-emoji="${e}" data-count="1" data-users=""></button>`).join("")}</div>`;
const first = { number: 1, body: link, files: film, reactions: pills("👍") };

describe("a newer version of a message", () => {
  let page: ReturnType<typeof talk>;
  const part = (selector: string) => page.list.querySelector<HTMLElement>(`article ${selector}`)!;

  beforeEach(() => {
    page = talk();
    page.messages.upsert(fragment(first));
  });

  it("leaves what is the same as it is, with the focus in it", () => {
    const before = ["a", "video", ".spoiler", "[data-emoji]"].map((selector) => [selector, part(selector)] as const);
    part(".spoiler").classList.add("uncovered");
    part("a").focus();
    page.messages.upsert(fragment({ ...first, mark: pin }));
    for (const [selector, element] of before) expect(part(selector), selector).toBe(element);
    expect(document.activeElement).toBe(part("a"));
    expect([...part(".line").children].map((e) => e.className || e.tagName)).toEqual(["bubble", "pin-mark", "TIME"]);
    page.messages.upsert(fragment(first));
    expect(part(".pin-mark")).toBeNull();
  });

  it("that says something else keeps its files, and takes the focus of what is gone", () => {
    const video = part("video");
    part("a").focus();
    page.messages.upsert(fragment({ ...first, body: "other words", changed: "2", mark: '<span class="edited">edited</span>' }));
    expect(part("video")).toBe(video);
    expect([part(".body").textContent, part(".edited").textContent]).toEqual(["other words", "edited"]);
    expect([...part(".bubble").children].map((e) => e.className)).toEqual(["body", "files"]);
    expect(document.activeElement).toBe(part(".bubble").closest("article"));
  });

  it("shows the reactions that it has, and none when it has none", () => {
    page.messages.upsert(fragment({ ...first, reactions: pills("👍", "🎉") }));
    expect([...page.list.querySelectorAll<HTMLElement>("[data-emoji]")].map((e) => e.dataset.emoji)).toEqual(["👍", "🎉"]);
    page.messages.upsert(fragment({ number: 1, body: "gone", changed: "3" }));
    expect([part("[data-emoji]"), part("video"), part(".body").textContent]).toEqual([null, null, "gone"]);
  });

  it("of another message under the same id, as after a restored backup, is another", () => {
    page.messages.upsert(fragment({ ...first, clientId: "other", body: "another" }));
    expect(part(".body").textContent).toBe("another");
  });
});
