import { beforeEach, describe, expect, it, vi } from "vitest";
import { Commands } from "../ts/composer/commands/Commands";
import { CommandSource } from "../ts/composer/completion/CommandSource";
import { Completion } from "../ts/composer/completion/Completion";
import { EmojiSource } from "../ts/composer/completion/EmojiSource";
import { PeopleSource } from "../ts/composer/completion/PeopleSource";
import { EmojiList } from "../ts/composer/emoji/EmojiList";
import type { PostResult } from "../ts/outbox/post";
import { Composer } from "../ts/talk/Composer";

const list = new EmojiList(
  [[["😄", ["smile"], "grinning face with smiling eyes", "미소 짓는 눈으로 활짝 웃는 얼굴", "happy laugh", "미소 웃음"], ["😃", ["smiley"], "grinning face with big eyes", "눈을 크게 뜨고 웃는 얼굴", "happy", "웃음"]], [["🎉", ["tada"], "party popper", "파티 폭죽", "celebrate", "축하 파티"]]],
  "en",
);
const members = ["김민정", "기민수", "Ada Lovelace"];
const drafts = { restore: () => "", keep: () => {}, isKnown: false, sent: () => {}, save: async () => {}, fetch: async () => undefined };

describe("the completion", () => {
  const send = vi.fn();
  let composer: Composer;
  let field: HTMLTextAreaElement;
  const options = () => [...document.querySelectorAll<HTMLElement>(".completion:not([hidden]) [role=option] .label")].map((o) => o.textContent);
  const chosen = () => document.querySelector(".completion:not([hidden]) [aria-selected=true] .label")?.textContent;
  const type = async (text: string) => {
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event("input"));
    await new Promise((resolve) => setTimeout(resolve));
  };
  const press = (key: string, composing = false) => {
    const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true });
    if (composing) Object.defineProperty(event, "isComposing", { value: true });
    field.dispatchEvent(event);
  };

  beforeEach(() => {
    send.mockReset();
    document.body.innerHTML =
      '<form><textarea></textarea></form><div id="list"><p data-command="me" data-usage="/me text" data-posts>Say</p><p data-command="topic" data-usage="/topic text">Topic</p></div>';
    vi.stubGlobal("fetch", async (url: string) => {
      const name = new URL(url, "http://x").searchParams.get("q")!.toLowerCase();
      return Response.json({ members: members.filter((m) => m.toLowerCase().includes(name)).map((m) => ({ user_uuid: "u", user_name: m })) });
    });
    composer = new Composer(document.querySelector("form")!, drafts, send);
    composer.start();
    field = composer.field;
    const people = new PeopleSource("/members", { here: "Here", room: "Everybody" }, async () => {});
    new Completion(composer, [new CommandSource(document.querySelector("#list")!), people, new EmojiSource(async () => list)], "Suggestions").start();
  });

  it("walks by keys through emoji and puts one in the word's place", async () => {
    await type("so happy :smi");
    expect(options()).toEqual([":smile:", ":smiley:"]);
    expect(field.getAttribute("role")).toBe("combobox");
    press("ArrowDown");
    expect(document.getElementById(field.getAttribute("aria-activedescendant")!)!.textContent).toContain(":smiley:");
    press("Enter");
    expect(composer.text).toBe("so happy 😃");
    expect(send).not.toHaveBeenCalled();
    expect(field.getAttribute("role")).toBeNull();
    press("Enter");
    expect(send).toHaveBeenCalledWith("so happy 😃", {});
  });

  it.each([
    [":웃", [":smile:", ":smiley:"]],
    [":축하", [":tada:"]],
    [":파티ㅍ", [":tada:"]],
    [":celeb", [":tada:"]],
    [":s", []],
    ["at 10:30", []],
    ["a:smile", []],
  ])("knows what %s may become", async (text, expected) => {
    await type(text.replace(":웃", ":웃음"));
    expect(options()).toEqual(expected);
  });

  it("turns a whole shortcode into its emoji by itself", async () => {
    await type("yes :tada:");
    expect(composer.text).toBe("yes 🎉");
  });

  it("finds people while their names are composed, and groups", async () => {
    await type("@기");
    expect(options()).toEqual(["기민수"]);
    await type("@김ㅁ");
    press("Enter", true); // only finishes the syllable
    expect(composer.text).toBe("@김ㅁ");
    await type("안녕 @김민");
    expect(options()).toEqual(["김민정"]);
    press("Tab");
    expect(composer.text).toBe("안녕 @김민정 ");
    await type("@he");
    expect(options()).toEqual(["@here"]);
    await type("mail@example");
    expect(options()).toEqual([]);
  });

  it("stays closed on what it was closed on", async () => {
    await type(":smi");
    press("Escape");
    expect(options()).toEqual([]);
    await type(":smi");
    expect(options()).toEqual([]);
    await type(":smil");
    expect(options()).toEqual([":smile:", ":smiley:"]);
  });

  it("lists commands at the beginning only", async () => {
    await type("/");
    expect(options()).toEqual(["/me text", "/topic text"]);
    await type("/t");
    expect(chosen()).toBe("/topic text");
    press("Enter");
    expect(composer.text).toBe("/topic ");
    await type("/topic");
    expect(options()).toEqual([]);
    await type("and /t");
    expect(options()).toEqual([]);
  });
});

describe("commands", () => {
  const run = async (text: string, ...results: PostResult[]) => {
    const composer = { text, busy: false, beforeSend: [] as ((text: string) => boolean)[] };
    const sent: string[] = [];
    const view = { answer: vi.fn(async () => {}), go: vi.fn(), refused: vi.fn(), signedOut: vi.fn() };
    let id = 0;
    const send = async (message: { clientId: string }) => {
      sent.push(message.clientId);
      return results.shift()!;
    };
    new Commands(composer, new Set(["me"]), send, view, async () => true, () => `id-${++id}`).start();
    const submit = async () => {
      const taken = composer.beforeSend[0]!(composer.text);
      await new Promise((resolve) => setTimeout(resolve));
      return taken;
    };
    return { composer, view, sent, submit, taken: await submit() };
  };

  it("are done at once and leave the field empty", async () => {
    const { composer, view, taken } = await run("/help", { kind: "sent", html: "<p>list</p>" });
    expect([taken, composer.text]).toEqual([true, ""]);
    expect(view.answer).toHaveBeenCalledWith("<p>list</p>");
  });

  it("that fail keep what was typed, and are the same when sent again", async () => {
    const { composer, view, sent, submit } = await run("/topic tea", { kind: "unreachable" }, { kind: "sent", html: "" });
    expect(composer.text).toBe("/topic tea");
    expect(view.refused).toHaveBeenCalledWith("");
    await submit();
    expect(sent).toEqual(["id-1", "id-1"]);
  });

  it("lead elsewhere", async () => {
    const { view } = await run("/leave", { kind: "sent", html: "", path: "/rooms" });
    expect(view.go).toHaveBeenCalledWith("/rooms");
  });

  it.each(["/me waves", "//help", "/usr/bin", "hello /me"])("leave %s to go like a message", async (text) => {
    const { taken, sent } = await run(text);
    expect([taken, sent]).toEqual([false, []]);
  });
});
