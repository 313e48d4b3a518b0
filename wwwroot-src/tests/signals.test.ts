import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Presence } from "../ts/talk/Presence";
import { ReadState } from "../ts/talk/ReadState";
import { TypingLine } from "../ts/talk/TypingLine";
import { TypingSignal } from "../ts/talk/TypingSignal";
import { article, me, other } from "./page";

const fragment = (html: string) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
};

describe("who is typing", () => {
  let line: TypingLine;
  const typists = (...names: [string, string][]) => line.upsert(fragment(`<ul>${names.map(([id, name]) => `<li data-user="${id}" data-name="${name}"></li>`).join("")}</ul>`));
  const text = () => document.querySelector("p span")!.textContent;

  beforeEach(() => {
    document.body.innerHTML = '<p data-one="{0} is typing" data-two="{0} and {1} are typing" data-many="Several people are typing"><span></span></p>';
    line = new TypingLine(document.querySelector("p")!, me);
  });

  it("is said in one sentence without the reader", () => {
    typists([me, "Me"], ["1", "$& Mina"]);
    expect(text()).toBe("$& Mina is typing");
    typists(["1", "Mina"], ["2", "Jun"]);
    expect(text()).toBe("Mina and Jun are typing");
    typists(["1", "Mina"], ["2", "Jun"], ["3", "Ada"]);
    expect(text()).toBe("Several people are typing");
    line.said("3");
    expect(text()).toBe("Mina and Jun are typing");
    typists([me, "Me"]);
    expect(text()).toBe("");
    expect(document.querySelector("p")!.className).toBe("");
  });
});

describe("saying that one types", () => {
  const said = vi.fn(async (_: string, init: RequestInit) => {
    bodies.push((JSON.parse(init.body as string) as { is_typing: boolean }).is_typing);
    return new Response(null, { status: 204 });
  });
  let bodies: boolean[];
  let text: HTMLTextAreaElement;
  let signal: TypingSignal;
  const type = (value: string) => {
    text.value = value;
    text.dispatchEvent(new InputEvent("input"));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("fetch", said);
    bodies = [];
    document.body.innerHTML = "<textarea></textarea>";
    text = document.querySelector("textarea")!;
    signal = new TypingSignal("/typing", text);
    signal.start();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("happens once in four seconds, and ends after six without a key", () => {
    type("a");
    vi.advanceTimersByTime(2000);
    type("ab");
    expect(bodies).toEqual([true]);
    vi.advanceTimersByTime(2000);
    type("abc");
    expect(bodies).toEqual([true, true]);
    vi.advanceTimersByTime(6000);
    expect(bodies).toEqual([true, true, false]);
  });

  it("is not said of what the page puts there: a draft, or a message to change", () => {
    text.value = "from another device";
    text.dispatchEvent(new Event("input"));
    expect(bodies).toEqual([]);
  });

  it("ends when there is nothing to send any more, and needs no end when it was sent", () => {
    type(" ");
    expect(bodies).toEqual([]);
    type("a");
    type("");
    expect(bodies).toEqual([true, false]);
    type("b");
    signal.sent();
    text.dispatchEvent(new Event("blur"));
    vi.advanceTimersByTime(10_000);
    expect(bodies).toEqual([true, false, true]);
  });
});

describe("who is here", () => {
  it("is marked in the list, whoever joins too, until nothing is known", async () => {
    document.body.innerHTML = `<span id="presence" data-online="{0} online" hidden></span><ul id="members"><li class="heading here" hidden><span class="count"></span></li><li class="heading away" hidden><span class="count"></span></li><li class="member" id="member-1"></li><li class="member" id="member-2"></li></ul>`;
    const [line, members] = [document.querySelector<HTMLElement>("#presence")!, document.querySelector<HTMLElement>("#members")!];
    const presence = new Presence(line, members);
    const classes = () => [...members.querySelectorAll("li.member")].map((li) => li.className);

    presence.upsert(fragment('<ul data-count="2"><li data-user="2"></li><li data-user="3"></li></ul>'));
    expect(line.textContent).toBe("2 online");
    expect(classes()).toEqual(["member away", "member here"]);
    members.insertAdjacentHTML("beforeend", '<li class="member" id="member-3"></li>');
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(classes()).toEqual(["member away", "member here", "member here"]);
    expect([...members.querySelectorAll(".heading .count")].map((c) => c.textContent)).toEqual(["2", "1"]);
    presence.upsert(fragment('<ul data-count="120"><li data-user="2"></li></ul>'));
    expect(classes()).toEqual(["member", "member here", "member"]);
    expect(members.querySelector<HTMLElement>(".heading.away")!.hidden).toBe(true);
    expect(members.querySelector(".heading.here .count")!.textContent).toBe("120");
    presence.clear();
    expect(classes()).toEqual(["member", "member", "member"]);
    expect(line.hidden).toBe(true);
  });
});

describe("what others have read", () => {
  it("is marked on one's own messages up to there, and never taken back", () => {
    const own = (number: number) => article({ number, sender: me }).replace('<div class="body">', '<div class="line"></div><div class="body">');
    document.body.innerHTML = `<div id="list">${own(1)}${article({ number: 2 })}${own(3)}</div><ul><li class="member" id="member-${other}" data-read="1"></li><li class="member" id="member-${me}" data-read="3"></li></ul>`;
    const list = document.querySelector<HTMLElement>("#list")!;
    const state = new ReadState(list, me, "Read by {0}", document.querySelector("ul")!);
    const read = () => [...list.querySelectorAll("article")].map((a) => a.classList.contains("read"));

    state.mark(list.querySelectorAll("article"));
    expect(read()).toEqual([true, false, false]);
    state.upsert(fragment('<span data-user="x" data-number="3"></span>'));
    expect(read()).toEqual([true, false, true]);
    expect(list.querySelector("#message-1 .read-by")!.textContent).toBe("Read by 2");
    expect(list.querySelector<HTMLElement>("#message-1 time")!.title).toContain("Read by 2");
    state.upsert(fragment('<span data-user="x" data-number="1"></span>'));
    expect(read()).toEqual([true, false, true]);
  });
});
