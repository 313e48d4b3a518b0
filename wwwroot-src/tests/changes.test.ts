import { describe, expect, it, vi } from "vitest";
import { article, fragment, me, numbers, talk } from "./page";

/** A change as the stream brings it: the message and what quotes of it show. */
function change(number: number, body: string, at = "2026-11-21T10:05:00.0000001Z"): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = `${article({ number, body, changed: at })}<data data-changed="${number}" value="${body}"></data>`;
  return template.content;
}

describe("a change of a message", () => {
  it("takes its place, and is said in the quotes of it", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1 }, { number: 2, body: '<a class="quote" data-quote="1"><b>Ada</b><span>m1</span></a>m2' }, { number: 3 }));
    messages.upsert(change(1, "better"));
    expect(numbers(list)).toEqual(["1", "2", "3"]);
    expect(list.querySelector("#message-1 .body")!.textContent).toBe("better");
    expect(list.querySelector("#message-2 .quote span")!.textContent).toBe("better");
  });

  it.each([1, 9])("of one that is not loaded puts nothing into the page (%i)", (number) => {
    const { messages, list } = talk();
    const arrived = vi.fn();
    messages.upsert(fragment({ number: 4 }, { number: 5 }));
    messages.continuesTo(12);
    messages.onArrival = (articles) => articles.forEach(arrived);
    messages.upsert(change(number, "edited"));
    expect([numbers(list), messages.latest]).toEqual([["4", "5"], 12]);
    expect(arrived).not.toHaveBeenCalled();
  });

  it("does not give way to an older version that comes later", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1 }));
    messages.upsert(change(1, "second", "2026-11-21T10:05:00.0000002Z"));
    messages.upsert(change(1, "first", "2026-11-21T10:05:00.0000001Z"));
    messages.upsert(fragment({ number: 1 }));
    expect(list.querySelector(".body")!.textContent).toBe("second");
  });

  it("keeps day lines, runs of one sender and what is the reader's own", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1, sender: me }, { number: 2, sender: me }, { number: 3 }));
    const classes = () => [...list.children].map((e) => e.className);
    const before = classes();
    const template = document.createElement("template");
    template.innerHTML = `${article({ number: 2, sender: me, body: "edited", changed: "2" })}<data data-changed="2" value="edited"></data>`;
    messages.upsert(template.content);
    expect(classes()).toEqual(before);
    messages.upsert(change(1, ""));
    expect(list.querySelectorAll(".rule.day")).toHaveLength(1);
  });

  it("that an answer brings late does not take back what the stream brought meanwhile", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1 }, { number: 2, body: '<a class="quote" data-quote="1"><span>m1</span></a>' }));
    messages.upsert(change(1, "second", "2"));
    messages.upsert(fragment({ number: 1, body: "second", changed: "2", mark: '<span class="pin-mark"></span>' }));
    messages.upsert(change(1, "second", "2"), true);
    messages.upsert(change(1, "first", "1"), true);
    expect(list.querySelectorAll("#message-1 .pin-mark")).toHaveLength(1);
    expect(list.querySelector(".quote span")!.textContent).toBe("second");
    messages.upsert(change(1, "third", "3"), true);
    expect(list.querySelector("#message-1 .body")!.textContent).toBe("third");
    messages.upsert(change(1, "third", "3"));
    expect(list.querySelectorAll(".pin-mark")).toHaveLength(0);
  });

  it("is told to who stands on the message", () => {
    const { messages, list } = talk();
    messages.upsert(fragment({ number: 1 }));
    messages.onRenewal = vi.fn();
    messages.upsert(change(1, "new"));
    expect(messages.onRenewal).toHaveBeenCalledExactlyOnceWith(list.querySelector("article"));
  });
});
