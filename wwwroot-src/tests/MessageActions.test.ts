import { beforeEach, describe, expect, it, vi } from "vitest";
import { type MessageAction, MessageActions } from "../ts/talk/MessageActions";
import { fragment, talk } from "./page";

describe("the actions of messages", () => {
  let page: ReturnType<typeof talk>;
  let actions: MessageActions;
  const asked = vi.fn<(action: string, id: string) => void>();
  const leave = vi.fn();
  const bar = () => document.querySelector<HTMLElement>(".message-actions");
  const at = (number: number) => page.list.querySelector<HTMLElement>(`#message-${number}`)!;
  const key = (element: Element, name: string) => element.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const pointer = (element: Element, type: string, pointerType = "mouse") =>
    element.dispatchEvent(Object.assign(new MouseEvent(type, { bubbles: true }), { pointerType }));

  beforeEach(() => {
    asked.mockReset();
    page = talk();
    page.messages.upsert(fragment({ number: 1 }, { number: 2 }, { number: 3 }));
    const template = document.createElement("template");
    template.innerHTML = `<div class="message-actions"><button data-action="reply"></button><button data-action="more"></button>
      <div class="menu" hidden><button data-action="copy"></button><button data-action="delete"></button></div></div>`;
    actions = new MessageActions(page.list, page.scroller, template, leave);
    actions.start();
    page.messages.onRenewal = (article) => actions.renewed(article);
    page.list.addEventListener("message:action", (event) => {
      const { action, message } = (event as CustomEvent<MessageAction>).detail;
      asked(action, message.dataset.id!);
    });
    // No layout here: what is not in a hidden menu is seen.
    Object.defineProperty(HTMLElement.prototype, "offsetParent", {
      configurable: true,
      get(this: HTMLElement) {
        return this.closest("[hidden]") ? null : document.body;
      },
    });
  });

  it("follow the pointer from message to message and go with it", () => {
    pointer(at(1), "pointerover");
    expect(bar()!.parentElement).toBe(at(1));
    pointer(at(2), "pointerover");
    expect(bar()!.parentElement).toBe(at(2));
    page.list.dispatchEvent(Object.assign(new MouseEvent("pointerleave"), { pointerType: "mouse" }));
    expect(bar()).toBeNull();
  });

  it("say what is pressed as an event of the message", () => {
    pointer(at(2), "pointerover");
    bar()!.querySelector<HTMLElement>("[data-action=reply]")!.click();
    bar()!.querySelector<HTMLElement>("[data-action=more]")!.click();
    bar()!.querySelector<HTMLElement>("[data-action=delete]")!.click();
    expect(asked.mock.calls).toEqual([["reply", "2"], ["delete", "2"]]);
    expect(bar()!.querySelector<HTMLElement>(".menu")!.hidden).toBe(true);
  });

  it("are reached by keys alone", () => {
    at(3).tabIndex = -1;
    at(3).focus();
    key(at(3), "ArrowUp");
    expect(document.activeElement).toBe(at(2));
    key(at(2), "Enter");
    key(document.activeElement!, "ArrowRight");
    expect((document.activeElement as HTMLElement).dataset.action).toBe("more");
    (document.activeElement as HTMLElement).click();
    key(document.activeElement!, "ArrowDown");
    (document.activeElement as HTMLElement).click();
    expect(asked).toHaveBeenCalledExactlyOnceWith("delete", "2");
    key(document.activeElement!, "Escape");
    expect(document.activeElement).toBe(at(2));
    key(at(2), "Escape");
    expect(leave).toHaveBeenCalledOnce();
  });

  it("stay with a message and keep the focus when it is changed", () => {
    at(2).tabIndex = -1;
    at(2).focus();
    key(at(2), "Enter");
    page.messages.upsert(fragment({ number: 2, body: "edited", changed: "2" }));
    expect(bar()!.parentElement).toBe(at(2));
    expect((document.activeElement as HTMLElement).dataset.action).toBe("reply");
  });

  it("go from a message that is deleted, and leave it the focus", () => {
    at(2).tabIndex = -1;
    at(2).focus();
    key(at(2), "Enter");
    const gone = fragment({ number: 2, body: "", changed: "2" });
    gone.querySelector("article")!.classList.add("deleted");
    page.messages.upsert(gone);
    expect([bar()?.parentElement, document.activeElement]).toEqual([at(2), at(2)]);
  });

  it("close their menu when the Tab key leads on", () => {
    pointer(at(2), "pointerover");
    const more = bar()!.querySelector<HTMLElement>("[data-action=more]")!;
    more.click();
    const left = key(document.activeElement!, "Tab");
    expect([left, bar()!.querySelector<HTMLElement>(".menu")!.hidden, document.activeElement]).toEqual([true, true, more]);
  });

  it("open under a finger that rests, and not under one that scrolls", () => {
    vi.useFakeTimers();
    pointer(at(1), "pointerdown", "touch");
    page.list.dispatchEvent(Object.assign(new MouseEvent("pointermove", { clientX: 0, clientY: 40 }), { pointerType: "touch" }));
    vi.advanceTimersByTime(1000);
    expect(bar()).toBeNull();
    pointer(at(1), "pointerdown", "touch");
    vi.advanceTimersByTime(1000);
    expect(bar()!.querySelector<HTMLElement>(".menu")!.hidden).toBe(false);
    vi.useRealTimers();
  });
});
