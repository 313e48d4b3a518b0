import { afterEach, describe, expect, it, vi } from "vitest";
import { post } from "../ts/outbox/post";

describe("posting", () => {
  afterEach(() => void vi.unstubAllGlobals());
  const answer = (body: string, status: number, headers = {}) => vi.stubGlobal("fetch", vi.fn(async () => new Response(body, { status, headers })));
  const message = { clientId: "id-1", body: "a & b", at: "" };

  it("sends body, client id and the antiforgery token", async () => {
    document.head.innerHTML = '<meta name="csrf-token" content="tok">';
    answer("<p></p>", 201);
    expect(await post("/rooms/1/messages", message)).toEqual({ kind: "sent", html: "<p></p>" });
    const [, init] = vi.mocked(fetch).mock.calls[0]!;
    expect(String(init!.body)).toBe("body=a+%26+b&client_id=id-1");
    expect(init!.headers).toMatchObject({ RequestVerificationToken: "tok", "HX-Request": "true" });
  });

  it("sends the message it answers and its files", async () => {
    answer("<p></p>", 201);
    await post("/rooms/1/messages", { ...message, replyTo: "7", attachments: [1, 2] });
    expect(String(vi.mocked(fetch).mock.calls[0]![1]!.body)).toBe("body=a+%26+b&client_id=id-1&reply_to=7&attachments=1&attachments=2");
  });

  it.each([
    [400, '{"title":"Bad","errors":{"body":["Write something."]}}', {}, { kind: "refused", sentence: "Write something." }],
    [403, '{"title":"Join first."}', {}, { kind: "refused", sentence: "Join first." }],
    [413, "no json", {}, { kind: "refused", sentence: "" }],
    [429, "", { "Retry-After": "7" }, { kind: "wait", milliseconds: 7000 }],
    [401, "", {}, { kind: "signed_out" }],
    [503, "", {}, { kind: "unreachable" }],
  ])("understands %i", async (status, body, headers, result) => {
    answer(body, status, headers);
    expect(await post("/rooms/1/messages", message)).toEqual(result);
  });

  it.each([[4_000, true], [70_000, false]])("of %i bytes is finished by the browser when the page is left: %s", async (length, keepalive) => {
    answer("", 201);
    await post("/rooms/1/messages", { ...message, body: "x".repeat(length) });
    expect(vi.mocked(fetch).mock.calls[0]![1]).toMatchObject({ keepalive });
  });

  it("knows that nobody answered", async () => {
    vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("offline"))));
    expect(await post("/rooms/1/messages", message)).toEqual({ kind: "unreachable" });
  });
});
