import { describe, expect, it } from "vitest";
import { sayDay } from "../ts/talk/times";
import { fragment, me, talk } from "./page";

const minute = (n: number) => new Date(Date.UTC(2026, 10, 21, 10, n)).toISOString();
const css = (n: number) => document.querySelector(`#message-${n}`)!.classList;
const rules = () => [...document.querySelectorAll(".rule")].map((r) => `${r.classList[1]} before ${nextArticle(r)}`);
const nextArticle = (e: Element): string => (e.nextElementSibling!.tagName === "ARTICLE" ? e.nextElementSibling!.id : nextArticle(e.nextElementSibling!));

describe("decorate", () => {
  it("tells my messages from others'", () => {
    const { messages } = talk();
    messages.upsert(fragment({ number: 1, sender: me }, { number: 2 }));
    expect(css(1).contains("mine")).toBe(true);
    expect(css(2).contains("mine")).toBe(false);
  });

  it("gives the lines between messages the name that a separator does not take from its text", () => {
    const { messages, decorator } = talk();
    decorator.newAfter = 1;
    messages.upsert(fragment({ number: 1 }, { number: 2 }));
    const lines = [...document.querySelectorAll<HTMLElement>("[role=separator]")];
    expect(lines.map((line) => line.ariaLabel)).toEqual([sayDay(new Date("2026-11-21T10:00:00Z"), "en"), "New from here"]);
  });

  it("groups one sender's run of less than five minutes", () => {
    const { messages } = talk();
    messages.upsert(fragment({ number: 1, at: minute(0) }, { number: 2, at: minute(4) }, { number: 3, at: minute(9) }, { number: 4, at: minute(10), sender: me }));
    expect([1, 2, 3, 4].map((n) => css(n).contains("continues"))).toEqual([false, true, false, false]);
  });

  it("regroups what follows when a message comes in between", () => {
    const { messages } = talk();
    messages.upsert(fragment({ number: 1, at: minute(0) }, { number: 3, at: minute(2) }));
    expect(css(3).contains("continues")).toBe(true);
    messages.upsert(fragment({ number: 2, at: minute(1), sender: me }));
    expect(css(3).contains("continues")).toBe(false);
  });

  it("draws one line a day, also when older days arrive", () => {
    const { messages } = talk();
    messages.upsert(fragment({ number: 3, at: "2026-11-21T10:00:00Z" }, { number: 4, at: "2026-11-21T10:01:00Z" }));
    expect(rules()).toEqual(["day before message-3"]);
    messages.upsert(fragment({ number: 1, at: "2026-11-20T10:00:00Z" }, { number: 2, at: "2026-11-21T09:59:00Z" }));
    expect(rules()).toEqual(["day before message-1", "day before message-2"]);
    expect(css(3).contains("continues")).toBe(true);
  });

  it("marks the first message of others that is new, once, and moves it when an older one comes", () => {
    const { messages, decorator } = talk();
    decorator.newAfter = 1;
    messages.upsert(fragment({ number: 1 }, { number: 4 }, { number: 5 }));
    messages.upsert(fragment({ number: 2, sender: me }, { number: 3 }));
    expect(rules()).toEqual(["day before message-1", "new before message-3"]);
    expect(css(4).contains("continues")).toBe(true);
  });

  it("forgets the line and joins the run again", () => {
    const { messages, decorator } = talk();
    decorator.newAfter = 1;
    messages.upsert(fragment({ number: 1 }, { number: 2 }));
    expect(css(2).contains("continues")).toBe(false);
    decorator.forgetNew();
    expect(rules()).toEqual(["day before message-1"]);
    expect(css(2).contains("continues")).toBe(true);
  });

  it("shows the reader's own clock", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1 }));
    const shown = list.querySelector("time")!;
    expect(shown.textContent).toBe(new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" }).format(new Date("2026-11-21T10:00:00Z")));
    expect(shown.title).toContain("2026");
  });

  it("names days as people do", () => {
    const now = new Date(2026, 10, 21, 9);
    expect(sayDay(new Date(2026, 10, 21, 1), "en", now)).toBe("Today");
    expect(sayDay(new Date(2026, 10, 20, 23), "ko", now)).toBe("어제");
    expect(sayDay(new Date(2026, 10, 12), "en", now)).toBe("Thursday, November 12");
    expect(sayDay(new Date(2025, 0, 2), "en", now)).toContain("2025");
  });
});
