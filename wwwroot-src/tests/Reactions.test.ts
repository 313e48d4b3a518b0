import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Reactions } from "../ts/talk/Reactions";
import { me, other, talk } from "./page";

const said = (emoji: string, count: number, users: string[]) =>
  `<button class="reaction" data-emoji="${emoji}" data-count="${count}" data-users="${users.join(" ")}"><span>${emoji}</span><b>${count}</b></button>`;

const state = (message: number, pills: string) => {
  const template = document.createElement("template");
  template.innerHTML = `<div class="reactions" data-message="${message}">${pills}</div>`;
  return template.content;
};

describe("reactions", () => {
  const refused = vi.fn();
  let answers: ((response: Partial<Response>) => void)[];
  let reactions: Reactions;
  let article: HTMLElement;

  beforeEach(() => {
    answers = [];
    refused.mockClear();
    vi.stubGlobal(
      "fetch",
      vi.fn(() => new Promise((resolve) => answers.push(resolve as (response: Partial<Response>) => void))),
    );
    const page = talk({ html: `<article id="message-7" data-id="7" data-number="7"></article>` });
    reactions = new Reactions(page.list, me, "/api/chat/rooms/1/messages", page.keeper, refused);
    article = document.querySelector("article")!;
  });
  afterEach(() => vi.unstubAllGlobals());

  const shown = () => [...article.querySelectorAll<HTMLElement>(".reaction")].map((p) => `${p.dataset.emoji}${p.querySelector("b")!.textContent}${p.classList.contains("own") ? "!" : ""}`);
  const answer = async (response: Partial<Response>) => {
    answers.shift()!(response);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const calls = () => vi.mocked(fetch).mock.calls.map(([url, options]) => `${options!.method} ${url}`);

  it("show at once, and once when the server says so too", async () => {
    reactions.set(article, "👍", true);
    expect(shown()).toEqual(["👍1!"]);
    reactions.upsert(state(7, said("👍", 2, [other, me])));
    expect(shown()).toEqual(["👍2!"]);
    await answer({ ok: true });
    expect(shown()).toEqual(["👍2!"]);
    expect(calls()).toEqual(["PUT /api/chat/rooms/1/messages/7/reactions/%F0%9F%91%8D"]);
    reactions.upsert(state(7, said("👍", 1, [other])));
    expect(shown()).toEqual(["👍1"]);
  });

  it("go back when the server refuses, and its sentence is told", async () => {
    reactions.upsert(state(7, said("👍", 1, [other])));
    reactions.toggle(article, "👍");
    reactions.set(article, "🎉", true);
    expect(shown()).toEqual(["👍2!", "🎉1!"]);
    await answer({ ok: false, status: 403, json: async () => ({ title: "Join first." }) });
    await answer({ ok: false, status: 403, json: async () => ({ title: "Join first." }) });
    expect(shown()).toEqual(["👍1"]);
    expect(refused).toHaveBeenCalledWith("Join first.");
  });

  it("pressed again while it is sent, end as it was pressed last", async () => {
    reactions.upsert(state(7, said("👍", 1, [other])));
    reactions.toggle(article, "👍");
    reactions.toggle(article, "👍");
    expect(shown()).toEqual(["👍1"]);
    expect(calls()).toHaveLength(1);
    await answer({ ok: true });
    expect(calls().map((c) => c.split(" ")[0])).toEqual(["PUT", "DELETE"]);
    await answer({ ok: true });
    expect(shown()).toEqual(["👍1"]);
  });

  it("that go leave the focus to the next, and the last one to the message", () => {
    reactions.upsert(state(7, said("👍", 1, [me]) + said("🎉", 1, [me])));
    const pill = (emoji: string) => article.querySelector<HTMLElement>(`[data-emoji="${emoji}"]`)!;
    pill("👍").focus();
    reactions.toggle(article, "👍");
    expect(document.activeElement).toBe(pill("🎉"));
    reactions.upsert(state(7, ""));
    expect([shown(), document.activeElement]).toEqual([[], article]);
  });

  it("of a message that is not in the page change nothing", () => {
    reactions.upsert(state(8, said("👍", 1, [other])));
    expect(document.querySelectorAll(".reaction")).toHaveLength(0);
  });

  it("of a popular message are known as one's own after pressing, though not among those told", async () => {
    reactions.upsert(state(7, said("👍", 300, [other])));
    reactions.toggle(article, "👍");
    await answer({ ok: true });
    reactions.upsert(state(7, said("👍", 301, [other])));
    expect(shown()).toEqual(["👍301!"]);
    reactions.toggle(article, "👍");
    expect(calls().at(-1)).toMatch(/^DELETE/);
    expect(shown()).toEqual(["👍300"]);
  });

  it("of a popular message are one's own as the page says, and stay so when others react", async () => {
    article.innerHTML = `<div class="reactions" data-message="7">${said("👍", 300, [other]).replace("data-users", 'data-own="true" data-users')}${said("🎉", 300, [other]).replace("data-users", 'data-own="false" data-users')}</div>`;
    reactions.mark([article]);
    expect(shown()).toEqual(["👍300!", "🎉300"]);
    reactions.upsert(state(7, said("👍", 301, [other]) + said("🎉", 300, [other])));
    expect(shown()).toEqual(["👍301!", "🎉300"]);
    reactions.toggle(article, "👍");
    expect(calls().at(-1)).toMatch(/^DELETE/);
    await answer({ ok: true });
    reactions.upsert(state(7, said("👍", 300, [other]) + said("🎉", 300, [other])));
    expect(shown()).toEqual(["👍300", "🎉300"]);
  });

  it("stay pressed when the message is replaced meanwhile", () => {
    reactions.set(article, "👍", true);
    article.innerHTML = "";
    reactions.mark([article]);
    expect(shown()).toEqual(["👍1!"]);
  });
});
