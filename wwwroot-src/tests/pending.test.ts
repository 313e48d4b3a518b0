import { beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "../ts/newId";
import { Outbox } from "../ts/outbox/Outbox";
import { PendingMessages } from "../ts/outbox/PendingMessages";
import type { PostResult } from "../ts/outbox/post";
import { Decorator } from "../ts/talk/Decorator";
import { MessageList } from "../ts/talk/MessageList";
import { ScrollKeeper } from "../ts/talk/ScrollKeeper";
import { article, fragment, me, numbers } from "./page";

const own = { number: 1, sender: me, clientId: "c1" };
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("a message on its way", () => {
  let list: HTMLElement;
  let messages: MessageList;
  let outbox: Outbox;
  let answer: PostResult;

  /** A page that had sent it before a reload; with the server's version when that was fast enough. */
  const open = (html: string) => {
    document.body.innerHTML = `<div id="messages"><div class="message-list">${html}</div></div>
      <template><article class="message mine pending" data-sender="${me}"><div class="bubble"><div class="body"><p></p></div></div><span class="state"></span>
      <div class="failure" hidden><span class="why"></span><button data-retry></button><button data-discard></button></div></article></template>`;
    sessionStorage.setItem("outbox", JSON.stringify([{ clientId: "c1", body: "m1", at: "2026-11-21T10:00:00.000Z" }]));
    list = document.querySelector(".message-list")!;
    const keeper = new ScrollKeeper(document.querySelector("#messages")!, list);
    messages = new MessageList(list, me, keeper, new Decorator(list, me, "", "en"), { has: (id) => outbox.has(id), settle: (id) => outbox.settle(id) });
    const pending = new PendingMessages(document.querySelector("template")!, messages, { retry() {}, discard() {} });
    outbox = new Outbox("outbox", sessionStorage, async () => answer, {
      show: (message) => pending.show(message),
      state: (id, state) => pending.state(id, state),
      remove: (id) => pending.remove(id),
      settle: async () => void messages.upsert(fragment(own)),
      signedOut() {},
    });
    outbox.restore();
  };

  beforeEach(() => {
    sessionStorage.clear();
    answer = { kind: "sent", html: "" };
  });

  it("stands there once when the page has it already, after the repeat is answered", async () => {
    open(article(own));
    expect(numbers(list)).toEqual(["1", "c1"]);
    await settle();
    expect(numbers(list)).toEqual(["1"]);
    expect(sessionStorage.getItem("outbox")).toBeNull();
  });

  it("stands there once when the stream brings again what the page has, though nobody answers", async () => {
    answer = { kind: "unreachable" };
    open(article(own));
    await settle();
    messages.upsert(fragment(own));
    expect(numbers(list)).toEqual(["1"]);
    expect(outbox.has("c1")).toBe(false);
  });

  it("gives way to what the server made of it", async () => {
    open("");
    expect(numbers(list)).toEqual(["c1"]);
    await settle();
    expect(numbers(list)).toEqual(["1"]);
  });
});

describe("an id", () => {
  it("is a UUID, also where the browser makes none", () => {
    vi.spyOn(crypto, "randomUUID").mockImplementation(() => {
      throw new TypeError("crypto.randomUUID is not a function");
    });
    const ids = new Set(Array.from({ length: 100 }, newId));
    expect(ids.size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
