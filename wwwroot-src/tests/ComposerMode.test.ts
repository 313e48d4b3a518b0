import { beforeEach, describe, expect, it, vi } from "vitest";
import { Drafts } from "../ts/composer/drafts/Drafts";
import { LocalDraft } from "../ts/composer/drafts/LocalDraft";
import { Composer, type Extras } from "../ts/talk/Composer";
import { ComposerMode } from "../ts/talk/ComposerMode";
import { me, article } from "./page";

vi.mock("../ts/htmx", () => ({ takeIn: vi.fn(async () => {}) }));

describe("the composer's mode", () => {
  const send = vi.fn<(body: string, extras: Extras) => void>();
  let composer: Composer;
  let mode: ComposerMode;
  let list: HTMLElement;
  const atNewest = vi.fn(async () => {});
  const slot = () => document.querySelector<HTMLElement>("[data-slot=mode]")!;
  const error = () => document.querySelector(".error")!.textContent;
  const press = (key: string) => composer.field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const answer = (status: number, body: string) => vi.stubGlobal("fetch", vi.fn(async () => new Response(body, { status })));

  beforeEach(() => {
    localStorage.clear();
    send.mockReset();
    document.body.innerHTML = `<div class="message-list">${article({ number: 1 })}${article({ number: 2, sender: me })}${article({ number: 3, sender: me })}</div>
      <div><p class="error"></p><form><div data-slot="mode"></div><textarea></textarea></form></div>
      <template id="composer-mode" data-reply="Replying to {0}" data-edit="Editing" data-failed="Failed."><div class="composer-mode"><p><b></b><span></span></p><button type="button"></button></div></template>`;
    list = document.querySelector(".message-list")!;
    for (const own of list.querySelectorAll("#message-2, #message-3")) own.classList.add("mine");
    list.querySelector("#message-3")!.classList.add("deleted");
    list.querySelector("#message-1")!.insertAdjacentHTML("afterbegin", '<div class="sender">Ada</div>');
    composer = new Composer(document.querySelector("form")!, new Drafts("/draft", new LocalDraft("draft:1", localStorage)), (body, extras) => {
      send(body, extras);
      mode.sent();
    });
    composer.start();
    mode = new ComposerMode(composer, slot(), document.querySelector("template")!, list, "/rooms/1", atNewest);
    mode.start();
  });

  it("answers a message with the next one alone", () => {
    mode.reply(list.querySelector("#message-1")!);
    expect(slot().textContent).toContain("Replying to Adam1");
    composer.text = "yes";
    press("Enter");
    composer.text = "and";
    press("Enter");
    expect(send.mock.calls).toEqual([["yes", { replyTo: "1" }], ["and", {}]]);
    expect(slot().childElementCount).toBe(0);
  });

  it("leaves with Escape and with its button", () => {
    mode.reply(list.querySelector("#message-1")!);
    press("Escape");
    expect(slot().childElementCount).toBe(0);
    mode.reply(list.querySelector("#message-1")!);
    slot().querySelector("button")!.click();
    composer.text = "new";
    press("Enter");
    expect(send).toHaveBeenCalledExactlyOnceWith("new", {});
  });

  it("edits the last own message on ArrowUp in an empty field, as it was typed, and keeps the draft", async () => {
    answer(200, '{"body":"**m2**","deleted_at":null}');
    // One's own /topic stands there like a message, and is none to edit.
    list.insertAdjacentHTML("beforeend", article({ number: 4, sender: me }));
    list.lastElementChild!.classList.add("mine", "notice");
    press("ArrowUp");
    await settle();
    expect(vi.mocked(fetch).mock.calls[0]![0]).toBe("/api/chat/rooms/1/messages/2");
    expect(composer.text).toBe("**m2**");
    answer(200, "<p></p>");
    composer.text = "/m3";
    press("Enter");
    await settle();
    const [url, init] = vi.mocked(fetch).mock.calls[0]!;
    expect([url, init!.method, String(init!.body)]).toEqual(["/rooms/1/messages/2", "PATCH", "body=%2Fm3"]);
    expect([composer.text, slot().childElementCount, send.mock.calls.length]).toEqual(["", 0, 0]);
  });

  it("edits the newest one, also when the list does not reach so far", async () => {
    answer(200, '{"body":"m5","deleted_at":null}');
    atNewest.mockImplementationOnce(async () => {
      list.insertAdjacentHTML("beforeend", article({ number: 5, sender: me }));
      list.lastElementChild!.classList.add("mine");
    });
    press("ArrowUp");
    await settle();
    expect(vi.mocked(fetch).mock.calls[0]![0]).toBe("/api/chat/rooms/1/messages/5");
  });

  it("gives the edit up when one begins to type before it is there", async () => {
    answer(200, '{"body":"m2","deleted_at":null}');
    press("ArrowUp");
    composer.text = "no, ne";
    await settle();
    expect([composer.text, slot().childElementCount]).toEqual(["no, ne", 0]);
  });

  it("gives the edit up when something else is done before the newest messages are there", async () => {
    answer(200, '{"body":"m2","deleted_at":null}');
    press("ArrowUp");
    mode.reply(list.querySelector("#message-1")!);
    await settle();
    expect(fetch).not.toHaveBeenCalled();
    expect(slot().textContent).toContain("Replying to Ada");
  });

  it("takes nothing else while a change is saved", async () => {
    answer(200, '{"body":"m2","deleted_at":null}');
    await mode.edit(list.querySelector("#message-2")!);
    let finish!: (response: Response) => void;
    vi.stubGlobal("fetch", vi.fn(() => new Promise((resolve) => (finish = resolve))));
    composer.text = "m3";
    press("Enter");
    press("Enter");
    expect(fetch).toHaveBeenCalledOnce();
    expect([composer.field.readOnly, composer.busy]).toEqual([true, true]);
    finish(new Response("<p></p>"));
    await settle();
    expect([composer.field.readOnly, composer.busy, composer.text]).toEqual([false, false, ""]);
  });

  it("lets go of a change that is left while it is saved", async () => {
    answer(200, '{"body":"m2","deleted_at":null}');
    await mode.edit(list.querySelector("#message-2")!);
    vi.stubGlobal("fetch", vi.fn(() => new Promise(() => {})));
    press("Enter");
    press("Escape");
    expect([composer.field.readOnly, composer.busy, composer.text]).toEqual([false, false, ""]);
  });

  it("does not edit when something is written", () => {
    answer(200, "{}");
    composer.text = "half";
    press("ArrowUp");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("keeps what was typed when the server refuses it, and says why", async () => {
    answer(200, '{"body":"m2","deleted_at":null}');
    await mode.edit(list.querySelector("#message-2")!);
    answer(409, '{"title":"The message is deleted."}');
    composer.text = "changed";
    press("Enter");
    await settle();
    expect([composer.text, error()]).toEqual(["changed", "The message is deleted."]);
    press("Escape");
    expect([composer.text, error()]).toEqual(["", ""]);
  });
});
