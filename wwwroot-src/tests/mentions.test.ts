import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mentionNotices } from "../ts/own/mentionNotices";
import type { OwnEvent } from "../ts/own/OwnStream";
import { markMentions } from "../ts/talk/mentions";
import { me, other } from "./page";

describe("mentions", () => {
  it("of the reader and of groups are marked, those of others are not", () => {
    document.body.innerHTML = `<article><span class="mention" data-user="${other} ${me}"></span><span class="mention" data-user="${other}"></span><span class="mention" data-user=""></span></article>`;
    markMentions(document.querySelectorAll("article"), me);
    expect([...document.querySelectorAll(".mention")].map((m) => m.classList.contains("own"))).toEqual([true, false, true]);
  });
});

describe("notifications of mentions", () => {
  const shown: string[] = [];
  let hidden = true;
  const event: OwnEvent = { type: "mention", room_id: 3, message: { id: 9, sender_name: "Ada", body: "Look" } };

  beforeEach(() => {
    shown.length = 0;
    localStorage.clear();
    hidden = true;
    vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
    document.body.innerHTML = `<button id="notify" hidden data-ask="Notify" data-denied="No"></button>`;
    class Notice extends EventTarget {
      static permission = "default";
      static requestPermission = async () => (Notice.permission = "granted");
      constructor(title: string, options: { body: string }) {
        super();
        shown.push(`${title}: ${options.body}`);
      }
    }
    vi.stubGlobal("Notification", Notice);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("come after the bell was pressed, while nobody looks", async () => {
    const bell = document.querySelector<HTMLButtonElement>("#notify")!;
    const tell = mentionNotices(bell, () => "Garden");
    tell(event);
    expect([shown, bell.hidden, bell.ariaPressed]).toEqual([[], false, "false"]);

    bell.click();
    await vi.waitFor(() => expect(bell.ariaPressed).toBe("true"));
    tell(event);
    hidden = false;
    tell(event);
    expect(shown).toEqual(["Ada · Garden: Look"]);

    bell.click();
    await vi.waitFor(() => expect(bell.ariaPressed).toBe("false"));
    hidden = true;
    tell(event);
    expect(shown).toHaveLength(1);
  });
});
