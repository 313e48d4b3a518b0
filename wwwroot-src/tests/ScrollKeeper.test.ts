import { beforeEach, describe, expect, it } from "vitest";
import { ScrollKeeper } from "../ts/talk/ScrollKeeper";

const rowHeight = 50;
const view = 500;

/** A scroller whose geometry follows its rows, since the test's page has no layout. */
function scrollerOf(rows: number) {
  document.body.innerHTML = `<div id="messages"><div class="message-list">${Array.from({ length: rows }, (_, i) => `<article id="a${i}"></article>`).join("")}</div></div>`;
  const scroller = document.querySelector<HTMLElement>("#messages")!;
  const list = scroller.firstElementChild as HTMLElement;
  let top = 0;
  const height = () => list.children.length * rowHeight;
  Object.defineProperties(scroller, {
    scrollHeight: { get: height },
    clientHeight: { get: () => view },
    scrollTop: { get: () => top, set: (value: number) => (top = Math.max(0, Math.min(value, height() - view))) },
  });
  scroller.getBoundingClientRect = () => new DOMRect(0, 0, 300, view);
  const place = (element: Element) => {
    element.getBoundingClientRect = () => new DOMRect(0, [...list.children].indexOf(element) * rowHeight - top, 300, rowHeight);
    return element;
  };
  [...list.children].forEach(place);
  const add = (where: "append" | "prepend", count = 1) => {
    for (let i = 0; i < count; i++) list[where](place(document.createElement("article")));
  };
  return { scroller, list, add, keeper: new ScrollKeeper(scroller, list) };
}

describe("the reader's place", () => {
  let page: ReturnType<typeof scrollerOf>;
  beforeEach(() => (page = scrollerOf(40)));

  it("stays at the end", () => {
    page.keeper.toEnd();
    page.keeper.keep(() => page.add("append", 5));
    expect(page.scroller.scrollTop).toBe(45 * rowHeight - view);
  });

  it.each([
    [100, true],
    [101, false],
  ])("counts %i px from the end as at the end: %s, measured before the change", (distance, follows) => {
    page.scroller.scrollTop = 40 * rowHeight - view - distance;
    const before = page.scroller.scrollTop;
    page.keeper.keep(() => page.add("append", 10));
    expect(page.scroller.scrollTop).toBe(follows ? 50 * rowHeight - view : before);
  });

  it("does not jump when older messages come above", () => {
    page.scroller.scrollTop = 320;
    const seen = document.querySelector("#a7")!.getBoundingClientRect().top;
    page.keeper.keep(() => page.add("prepend", 50));
    expect(document.querySelector("#a7")!.getBoundingClientRect().top).toBe(seen);
  });

  it("goes to the end for one's own message", () => {
    page.scroller.scrollTop = 0;
    page.keeper.keep(() => page.add("append"), true);
    expect(page.scroller.scrollTop).toBe(41 * rowHeight - view);
  });

  it("has no end to stay at while more follows", () => {
    page.keeper.toEnd();
    page.keeper.more = true;
    const before = page.scroller.scrollTop;
    page.keeper.keep(() => page.add("append", 50));
    expect([page.scroller.scrollTop, page.keeper.atEnd]).toEqual([before, false]);
  });

  it.each([
    [0, "a9"],
    [49, "a9"],
    [50, "a10"],
    [1500, "a39"],
  ])("at %i px has seen the messages up to %s", (top, id) => {
    page.scroller.scrollTop = top;
    expect(page.keeper.lastSeen?.id).toBe(id);
  });

  it("holds the place when the change fails half way", () => {
    page.keeper.toEnd();
    expect(() =>
      page.keeper.keep(() => {
        page.add("append", 3);
        throw new Error("broken");
      }),
    ).toThrow("broken");
    expect(page.keeper.atEnd).toBe(true);
  });
});
