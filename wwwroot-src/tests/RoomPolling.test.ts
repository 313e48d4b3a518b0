import { describe, expect, it, vi } from "vitest";
import { ack, aPageAndItsServer, handlers, inserted, server, settle, silence, states, stream } from "./roomPage";

describe("a room without a stream", () => {
  aPageAndItsServer();

  const events = (...seqs: number[]) => () =>
    Response.json({ events: seqs.map((seq) => ({ seq, html: `<p>${seq}</p>` })), head: seqs.at(-1) }, { headers: { "X-Server-Load": "0.50" } });
  const failing = (times: number) => (server.answers = Array.from({ length: times }, () => () => Promise.reject(new TypeError("blocked"))));

  it("polls after five failures, from where the page is, and goes back when the stream works", async () => {
    failing(5);
    server.poll = events(11, 12);
    stream.start();
    await vi.advanceTimersByTimeAsync(1000 + 2000 + 4000 + 8000);
    expect(server.polls).toEqual(["/chat/poll/1?after=10&format=html"]);
    expect(inserted).toEqual(["<p>11</p>", "<p>12</p>"]);
    expect(stream.id).toBe(12);
    expect(states.at(-1)).toMatchObject({ kind: "polling" });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(server.last.lastId).toBe("12");
    server.last.send(ack(12));
    await settle();
    expect(states.at(-1)).toEqual({ kind: "live" });
    const polls = server.polls.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.polls).toHaveLength(polls);
  });

  it("polls at once when a first byte does not come in 10 s, or the server has no stream for it", async () => {
    server.answers = [silence(server)];
    stream.start();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(server.polls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.polls).toHaveLength(1);
  });

  it("polls while the server has no stream for this user", async () => {
    server.answers = [() => new Response("", { status: 429, headers: { "Retry-After": "10" } })];
    stream.start();
    await settle();
    expect(server.polls).toHaveLength(1);
  });

  it("asks on at once while there is more", async () => {
    failing(5);
    const answers = [Response.json({ events: [{ seq: 11, html: "a" }], head: 12 }), Response.json({ events: [{ seq: 12, html: "b" }], head: 12 })];
    server.poll = () => answers.shift() ?? new Response(null, { status: 204 });
    stream.start();
    await vi.advanceTimersByTimeAsync(15_001);
    expect(inserted).toEqual(["a", "b"]);
  });

  it("reloads when the server says so", async () => {
    failing(5);
    const answers = [Response.json({ events: [{ type: "reset", seq: 90, head: 90 }], head: 90 })];
    server.poll = () => answers.shift() ?? new Response(null, { status: 204 });
    stream.start();
    await vi.advanceTimersByTimeAsync(15_001);
    expect(handlers.reset).toHaveBeenCalledOnce();
    expect(stream.id).toBe(90);
  });

  it("says that it waits, and not that it polls, when polls fail too", async () => {
    failing(6);
    server.poll = () => Promise.reject(new TypeError("offline"));
    stream.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states.at(-1)).toMatchObject({ kind: "waiting" });
  });

  it("says what holds when polls that worked fail, and backs off like the stream", async () => {
    failing(20);
    stream.start();
    await vi.advanceTimersByTimeAsync(15_001);
    expect(states.at(-1)).toMatchObject({ kind: "polling" });
    server.poll = () => new Response("", { status: 503 });
    const at: number[] = [];
    server.fetch.mockClear();
    for (let polls = server.polls.length; at.length < 5; ) {
      await vi.advanceTimersByTimeAsync(500);
      if (server.polls.length > polls) [polls, at[at.length]] = [server.polls.length, Date.now()];
    }
    expect(states.at(-1)).toMatchObject({ kind: "waiting" });
    const gaps = at.slice(1).map((time, i) => time - at[i]!);
    expect(gaps).toEqual([5_000, 8_000, 16_000, 30_000]); // the reader is there; then by the failures
  });

  it("waits as long as the server asks for", async () => {
    failing(20);
    server.poll = () => new Response("", { status: 429, headers: { "Retry-After": "25" } });
    stream.start();
    await vi.advanceTimersByTimeAsync(15_001 + 24_900);
    expect(server.polls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.polls).toHaveLength(2);
  });

  it("asks at once when the reader does, and never twice at a time", async () => {
    failing(20);
    stream.start();
    await vi.advanceTimersByTimeAsync(15_001);
    expect(server.polls).toHaveLength(1);
    let answer!: (response: Response) => void;
    server.poll = () => new Promise((resolve) => (answer = resolve));
    stream.connectNow();
    stream.connectNow();
    expect(server.polls).toHaveLength(2);
    answer(new Response(null, { status: 204 }));
    await vi.advanceTimersByTimeAsync(4_900);
    expect(server.polls).toHaveLength(2);
  });

  it("has one round of polls, also when a stream came and went while a change was taken in", async () => {
    server.answers = Array.from({ length: 5 }, () => () => Promise.reject(new TypeError("blocked")));
    server.poll = events(11, 12);
    let done!: () => void;
    handlers.insert.mockImplementationOnce(() => new Promise<void>((resolve) => (done = resolve)));
    stream.start();
    await vi.advanceTimersByTimeAsync(15_001);
    await vi.advanceTimersByTimeAsync(16_000);
    server.last.send(ack(12)); // the stream is back while 11 is still going in
    await settle();
    server.last.end();
    server.answers = Array.from({ length: 9 }, () => () => Promise.reject(new TypeError("blocked")));
    server.poll = () => new Response(null, { status: 204 });
    await settle();
    done();
    const before = server.polls.length;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(inserted).not.toContain("<p>12</p>");
    expect(server.polls.length - before).toBe(6); // one every five seconds
  });

  it("stops when the room is gone", async () => {
    failing(5);
    server.poll = () => new Response("", { status: 404 });
    stream.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.at(-1)).toEqual({ kind: "stopped", reason: "gone" });
    expect(server.polls).toHaveLength(1);
  });
});
