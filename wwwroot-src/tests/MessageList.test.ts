import { describe, expect, it, vi } from "vitest";
import { fragment, me, numbers, other, page, talk } from "./page";

describe("upsert", () => {
  it("places messages by their number, whatever order they come in", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 5 }));
    messages.upsert(fragment({ number: 2 }, { number: 3 }));
    messages.upsert(fragment({ number: 4 }));
    messages.upsert(fragment({ number: 6 }, { number: 1 }));
    expect(numbers(list)).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(list.firstElementChild!.id).toBe("older");
  });

  it("shows a message once and in its newest version", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1 }, { number: 2 }));
    messages.upsert(fragment({ number: 1, body: "edited", changed: "2" }, { number: 2 }));
    expect(numbers(list)).toEqual(["1", "2"]);
    expect(list.querySelector("#message-1 .body")!.textContent).toBe("edited");
  });

  it("tells what arrived, and not what was there", () => {
    const { messages } = talk();
    const arrived: string[] = [];
    messages.onArrival = (articles) => arrived.push(...articles.map((a) => a.id));
    messages.upsert(fragment({ number: 1 }));
    messages.upsert(fragment({ number: 1 }, { number: 2 }));
    expect(arrived).toEqual(["message-1", "message-2"]);
  });

  it("settles this page's own pending message", () => {
    const { messages, list, addPending, settle } = talk();
    addPending("mine-1");
    messages.upsert(fragment({ number: 1, sender: me, clientId: "mine-1" }));
    expect(numbers(list)).toEqual(["1"]);
    expect(settle).toHaveBeenCalledExactlyOnceWith("mine-1");
    messages.upsert(fragment({ number: 1, sender: me, clientId: "mine-1" }));
    expect(numbers(list)).toEqual(["1"]);
  });

  it("settles a pending message by an answer that says nothing new", () => {
    const { messages, list, addPending } = talk();
    messages.upsert(fragment({ number: 1, sender: me, clientId: "mine-1" }));
    addPending("mine-1");
    messages.upsert(fragment({ number: 1, sender: me, clientId: "mine-1" }), true);
    expect(numbers(list)).toEqual(["1"]);
  });

  it("leaves the pending message alone when somebody else uses its client id", () => {
    const { messages, list, addPending, settle } = talk();
    addPending("shared");
    messages.upsert(fragment({ number: 1, sender: other, clientId: "shared" }));
    expect(numbers(list)).toEqual(["1", "shared"]);
    expect(settle).not.toHaveBeenCalled();
  });

  it("leaves a pending message alone that another page of mine sent under another id", () => {
    const { messages, list, addPending } = talk();
    addPending("here");
    messages.upsert(fragment({ number: 1, sender: me, clientId: "elsewhere" }));
    expect(numbers(list)).toEqual(["1", "here"]);
  });

  it("keeps what is pending below what is said", () => {
    const { messages, list, addPending } = talk();
    messages.upsert(fragment({ number: 1 }));
    addPending("a");
    addPending("b");
    messages.upsert(fragment({ number: 2 }));
    messages.upsert(fragment({ number: 3, sender: me, clientId: "b" }));
    expect(numbers(list)).toEqual(["1", "2", "3", "a"]);
  });

  it("puts a page in place of what is shown, and keeps what the server does not have", () => {
    const { messages, list, addPending } = talk();
    messages.upsert(fragment({ number: 1 }, { number: 2 }));
    addPending("a");
    messages.upsert(page(3, { number: 2 }, { number: 3 }));
    expect(numbers(list)).toEqual(["2", "3", "a"]);
    expect([messages.newest, messages.complete, messages.first]).toEqual([3, true, 2]);
    expect([...list.children].map((e) => e.className)).toEqual(["", "rule day", "message", "message continues", "message mine pending"]);
  });

  it("holds the reader's place when a page comes in place of what is shown", () => {
    const { messages, list, keeper } = talk();
    messages.upsert(fragment({ number: 4 }, { number: 5 }));
    const [read, heights] = [list.querySelector<HTMLElement>("#message-5")!, vi.spyOn(keeper.scroller, "scrollHeight", "get")];
    heights.mockReturnValue(5000);
    read.tabIndex = -1;
    read.focus();
    vi.spyOn(read, "getBoundingClientRect").mockReturnValueOnce(new DOMRect(0, 40)).mockReturnValue(new DOMRect(0, 640));
    vi.spyOn(list.querySelector("#message-4")!, "getBoundingClientRect").mockReturnValue(new DOMRect(0, -40, 0, 10));
    messages.upsert(page(90, { number: 3 }, { number: 4 }, { number: 5 }, { number: 6 }));
    expect([keeper.anchor, keeper.wasAtEnd, document.activeElement]).toEqual([read, false, read]);
    expect([numbers(list), messages.complete]).toEqual([["3", "4", "5", "6"], false]);
  });
});

describe("a list that was opened at an earlier message", () => {
  const opened = (known: number) => {
    const page = talk();
    page.messages.upsert(fragment({ number: 1 }, { number: 2 }));
    page.messages.continuesTo(known);
    return page;
  };

  it("leaves out what comes live until what lies between is loaded", () => {
    const { messages, list } = opened(6);
    const arrived: string[] = [];
    messages.onArrival = (articles) => arrived.push(...articles.map((a) => a.id));
    expect(messages.upsert(fragment({ number: 7 }))).toEqual([]);
    expect([numbers(list), messages.complete, messages.latest]).toEqual([["1", "2"], false, 7]);
    messages.upsert(fragment({ number: 3 }, { number: 4 }, { number: 5 }, { number: 6 }));
    expect(messages.complete).toBe(false);
    messages.upsert(fragment({ number: 7 }));
    messages.upsert(fragment({ number: 8 }));
    expect([numbers(list), messages.complete]).toEqual([["1", "2", "3", "4", "5", "6", "7", "8"], true]);
    expect(arrived).toContain("message-7");
  });

  it("takes older messages, and newer versions of what it has", () => {
    const { messages, list } = opened(6);
    messages.upsert(fragment({ number: 2, body: "edited", changed: "2" }));
    messages.upsert(fragment({ number: 0 }));
    expect(numbers(list)).toEqual(["0", "1", "2"]);
    expect(list.querySelector("#message-2 .body")!.textContent).toBe("edited");
  });

  it("puts what follows above the ways on and what is pending", () => {
    const { messages, list, addPending } = opened(6);
    list.insertAdjacentHTML("beforeend", '<p class="newer"></p>');
    addPending("a");
    messages.upsert(fragment({ number: 3 }));
    expect([...list.children].map((e) => e.id || e.className)).toEqual(["older", "rule day", "message-1", "message-2", "message-3", "newer", "message mine pending"]);
  });
});
