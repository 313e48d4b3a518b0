import { beforeEach, describe, expect, it, vi } from "vitest";
import { Commands } from "../ts/composer/commands/Commands";
import type { PostResult } from "../ts/outbox/post";

describe("commands", () => {
  let messagesSent: Promise<boolean>;
  beforeEach(() => void (messagesSent = Promise.resolve(true)));
  const run = async (text: string, ...results: PostResult[]) => {
    const composer = { text, busy: false, beforeSend: [] as ((text: string) => boolean)[] };
    const sent: string[] = [];
    const view = { answer: vi.fn(async () => {}), go: vi.fn(), refused: vi.fn(), signedOut: vi.fn() };
    let id = 0;
    const send = async (message: { clientId: string }) => {
      sent.push(message.clientId);
      return results.shift()!;
    };
    new Commands(composer, new Set(["me"]), send, view, () => messagesSent, () => `id-${++id}`).start();
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

  it("wait for the messages written before, and show that they are under way", async () => {
    let done!: (sent: boolean) => void;
    messagesSent = new Promise((resolve) => (done = resolve));
    const { composer, sent } = await run("/leave", { kind: "sent", html: "", path: "/rooms" });
    expect([sent, composer.busy, composer.text]).toEqual([[], true, "/leave"]);
    done(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect([sent, composer.busy, composer.text]).toEqual([["id-1"], false, ""]);
  });

  it("are not done when what was written before can't be sent", async () => {
    messagesSent = Promise.resolve(false);
    const { composer, view, sent } = await run("/leave");
    expect([sent, composer.busy, composer.text]).toEqual([[], false, "/leave"]);
    expect(view.refused).toHaveBeenCalledWith("");
  });

  it("leave what was typed on meanwhile", async () => {
    let done!: (sent: boolean) => void;
    messagesSent = new Promise((resolve) => (done = resolve));
    const { composer } = await run("/help", { kind: "sent", html: "" });
    composer.text += "and n";
    done(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(composer.text).toBe("and n");
  });
});
