import { beforeEach, describe, expect, it, vi } from "vitest";
import { CommandSource } from "../ts/composer/completion/CommandSource";
import { Completion } from "../ts/composer/completion/Completion";
import { EmojiSource } from "../ts/composer/completion/EmojiSource";
import { PeopleSource } from "../ts/composer/completion/PeopleSource";
import { EmojiList } from "../ts/composer/emoji/EmojiList";
import { Composer } from "../ts/talk/Composer";

const list = new EmojiList(
  [[["😄", ["smile"], "grinning face with smiling eyes", "미소 짓는 눈으로 활짝 웃는 얼굴", "happy laugh", "미소 웃음"], ["😃", ["smiley"], "grinning face with big eyes", "눈을 크게 뜨고 웃는 얼굴", "happy", "웃음"]], [["🎉", ["tada"], "party popper", "파티 폭죽", "celebrate", "축하 파티"]]],
  "en",
);
const members = ["김민정", "기민수", "Ada Lovelace", "Me Myself"];
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

  const start = (people: PeopleSource) => {
    send.mockReset();
    document.body.innerHTML =
      '<form><textarea></textarea></form><div id="list"><p data-command="me" data-usage="/me text" data-posts>Say</p><p data-command="topic" data-usage="/topic text">Topic</p></div>';
    vi.stubGlobal("fetch", async (url: string) => {
      const name = new URL(url, "http://x").searchParams.get("q")!.toLowerCase();
      return Response.json({ members: members.filter((m) => m.toLowerCase().includes(name)).map((m) => ({ user_uuid: m === "Me Myself" ? "me" : "u", user_name: m })) });
    });
    composer = new Composer(document.querySelector("form")!, drafts, send);
    composer.start();
    field = composer.field;
    new Completion(composer, [new CommandSource(document.querySelector("#list")!), people, new EmojiSource(async () => list)], "Suggestions").start();
  };
  beforeEach(() => start(new PeopleSource("/members", "me", { here: "Here", room: "Everybody" }, async () => {})));

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
    await type("@my");
    expect(options()).toEqual([]); // oneself
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

  describe("of one who types on while people are looked up", () => {
    const looked = () => new Promise((resolve) => setTimeout(resolve, 200));
    beforeEach(async () => {
      start(new PeopleSource("/members", "me", { here: "Here", room: "Everybody" }));
      void type("hi @ad");
      await looked();
      expect(options()).toEqual(["Ada Lovelace"]);
    });

    it.each(["hi @ada", "hi @ADA L", "hi @a"])("puts what fits in the place of all of it: %s", (text) => {
      void type(text.replace(" L", ""));
      press("Enter");
      expect(composer.text).toBe("hi @Ada Lovelace ");
      expect(send).not.toHaveBeenCalled();
    });

    it("takes nothing that does not fit: Enter sends what was typed", () => {
      void type("hi @adx");
      press("Enter");
      expect(send).toHaveBeenCalledExactlyOnceWith("hi @adx", {});
    });

    it("takes what is pressed, in the place of all of it", () => {
      void type("hi @adal");
      document.querySelector<HTMLElement>("[role=option]")!.click();
      expect(composer.text).toBe("hi @Ada Lovelace ");
    });

    it("takes nothing when the caret went elsewhere", () => {
      field.setSelectionRange(0, 0);
      press("Tab");
      expect(composer.text).toBe("hi @ad");
      expect(options()).toEqual([]);
    });
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
