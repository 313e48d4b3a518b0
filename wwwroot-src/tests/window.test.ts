import { describe, expect, it, vi } from "vitest";
import { fragment, numbers, page as alone, talk } from "./page";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => ({ number: from + i }));
const said = (from: number, to: number) => fragment(...range(from, to));

/** A window on the talk whose reader stands at a message, or at the end. */
function reading(from: number, to: number) {
  const page = talk();
  page.messages.upsert(alone(to, ...range(from, to)));
  const at = (number: number | undefined) =>
    vi.spyOn(page.keeper, "keep").mockImplementation((change) => {
      page.keeper.anchor = number === undefined ? undefined : document.querySelector(`#message-${number}`)!;
      page.keeper.wasAtEnd = number === undefined;
      return change();
    });
  const shown = () => [numbers(page.list)[0], numbers(page.list).at(-1), numbers(page.list).length];
  return { ...page, at, shown };
}

describe("the window on the talk", () => {
  it("drops what is far below when older messages come, and knows that it is there", () => {
    const { messages, at, shown } = reading(401, 650);
    at(401);
    messages.upsert(said(351, 400));
    expect([shown(), messages.complete]).toEqual([["351", "650", 300], true]);
    messages.upsert(said(301, 350));
    expect([shown(), messages.complete, messages.first, messages.latest]).toEqual([["301", "550", 250], false, 301, 650]);
  });

  it("drops what is far above when newer messages come", () => {
    const { messages, at, shown } = reading(401, 650);
    messages.continuesTo(900);
    at(640);
    messages.upsert(said(651, 700));
    messages.upsert(said(701, 750));
    expect([shown(), messages.complete, messages.first, messages.oldestId]).toEqual([["501", "750", 250], false, 501, "501"]);
  });

  it("drops what is far above while one follows the talk at its end", () => {
    const { messages, at, shown, list } = reading(1, 299);
    at(undefined);
    for (let number = 300; number <= 301; number++) messages.upsert(said(number, number));
    expect([shown(), messages.first]).toEqual([["52", "301", 250], 52]);
    expect(list.querySelector("article")!.previousElementSibling!.className).toBe("rule day");
    expect(list.querySelectorAll(".rule").length).toBe(1);
  });

  it("tells that it dropped something, so that the way back can be put there", () => {
    const { messages, at } = reading(1, 300);
    messages.onTrim = vi.fn();
    at(10);
    messages.upsert(said(300, 300));
    expect(messages.onTrim).not.toHaveBeenCalled();
    messages.upsert(said(301, 301));
    expect(messages.onTrim).toHaveBeenCalledOnce();
  });

  it("takes no older message in that does not join on, but a changed one that is there", () => {
    const { messages, shown, list } = reading(401, 450);
    messages.upsert(fragment({ number: 20, body: "changed" }));
    expect(shown()).toEqual(["401", "450", 50]);
    messages.upsert(fragment({ number: 401, body: "changed", changed: "2" }));
    expect(list.querySelector("#message-401 .body")!.textContent).toBe("changed");
  });

  it("counts what comes live and leaves it out while others follow", () => {
    const { messages, shown } = reading(401, 450);
    messages.continuesTo(900);
    const arrived: string[] = [];
    messages.onArrival = (articles) => arrived.push(...articles.map((a) => a.id));
    messages.upsert(said(901, 902));
    expect([shown(), arrived, messages.latest]).toEqual([["401", "450", 50], ["message-901", "message-902"], 902]);
  });

  it("has the line before what is new only where the first new message is", () => {
    const { messages, decorator, at, list } = reading(401, 450);
    decorator.newAfter = 380;
    decorator.all();
    expect(list.querySelector(".rule.new")).toBeNull();
    at(401);
    messages.upsert(said(351, 400));
    expect(list.querySelector(".rule.new")!.nextElementSibling!.id).toBe("message-381");
  });
});
