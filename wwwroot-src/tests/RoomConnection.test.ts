import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "../ts/stream/backoff";
import { type ConnectionState, RoomConnection } from "../ts/stream/RoomConnection";

/** A server's side of the stream: every connection the page opens. */
class Server {
  readonly connections: { lastId: string; send(text: string): void; end(): void; signal: AbortSignal }[] = [];
  readonly polls: string[] = [];
  answers: (() => Response | Promise<Response>)[] = [];
  poll: () => Response | Promise<Response> = () => new Response(null, { status: 204, headers: { "X-Server-Load": "0.50" } });

  readonly fetch = vi.fn(async (url: string, init: RequestInit) => {
    if (url.startsWith("/chat/poll/")) {
      this.polls.push(url);
      return this.poll();
    }
    const answer = this.answers.shift();
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (c) => void (controller = c) });
    const signal = init.signal!;
    signal.addEventListener("abort", () => {
      try {
        controller.error(new DOMException("aborted", "AbortError"));
      } catch {
        // ended before
      }
    });
    const encoder = new TextEncoder();
    this.connections.push({
      lastId: (init.headers as Record<string, string>)["Last-Event-ID"]!,
      send: (text) => controller.enqueue(encoder.encode(text)),
      end: () => controller.close(),
      signal,
    });
    return answer ? answer() : new Response(body, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
  });

  get last() {
    return this.connections.at(-1)!;
  }
}

const ack = (head: number) => `event: connection_ack\ndata: {"head":${head}}\nretry: 1000\n\n`;
const change = (id: number) => `id: ${id}\ndata: <p>${id}</p>\n\n`;
const settle = () => vi.advanceTimersByTimeAsync(0);
let hidden = false;
const show = (visible: boolean) => {
  hidden = !visible;
  document.dispatchEvent(new Event("visibilitychange"));
};

describe("the connection to a room", () => {
  let server: Server;
  let inserted: string[];
  let states: ConnectionState[];
  let handlers: { insert: ReturnType<typeof vi.fn>; reset: ReturnType<typeof vi.fn>; state(s: ConnectionState): void };
  let stream: RoomConnection;
  const activity = { idle: 0 };
  const free = async () => () => {};
  const slots = { take: free };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.spyOn(console, "warn").mockImplementation(() => {});
    vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
    hidden = false;
    slots.take = free;
    server = new Server();
    vi.stubGlobal("fetch", server.fetch);
    [inserted, states] = [[], []];
    handlers = { insert: vi.fn(async (html: string) => void inserted.push(html)), reset: vi.fn(async () => {}), state: (s) => void states.push(s) };
    stream = new RoomConnection("1", 10, handlers as never, slots, activity);
  });
  afterEach(() => {
    stream.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it("starts from the page's head and takes changes in", async () => {
    stream.start();
    await settle();
    expect(server.last.lastId).toBe("10");
    server.last.send(ack(11) + ": heartbeat\n\n" + change(11) + "id: 12\ndata: <p>a\nda");
    server.last.send("ta: b</p>\n\n");
    await settle();
    expect(inserted).toEqual(["<p>11</p>", "<p>a\nb</p>"]);
    expect(handlers.insert.mock.calls.map((c) => c[1])).toEqual([true, false]);
    expect(stream.id).toBe(12);
    expect(states.at(-1)).toEqual({ kind: "live" });
  });

  it("resumes after the last change that is in the page", async () => {
    stream.start();
    await settle();
    server.last.send(ack(10) + change(11));
    await settle();
    server.last.end();
    await settle();
    expect(states.at(-1)).toMatchObject({ kind: "waiting", failures: 1 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.last.lastId).toBe("11");
  });

  it("asks again for a change that failed to go in, and reloads when it fails twice", async () => {
    handlers.insert.mockRejectedValue(new Error("broken"));
    stream.start();
    await settle();
    server.last.send(ack(10) + change(11));
    await settle();
    expect(stream.id).toBe(10);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.last.lastId).toBe("10");
    server.last.send(ack(11) + change(11));
    await settle();
    expect(handlers.reset).toHaveBeenCalledOnce();
    expect(stream.id).toBe(11);
  });

  it("does not move on while an insertion is under way", async () => {
    let done!: () => void;
    handlers.insert.mockImplementationOnce(() => new Promise<void>((resolve) => (done = resolve)));
    stream.start();
    await settle();
    server.last.send(ack(10) + change(11) + change(12));
    await settle();
    expect(stream.id).toBe(10);
    done();
    await settle();
    expect(stream.id).toBe(12);
  });

  it("waits 1, 2, 4 … 30 s, and starts over when it was connected", async () => {
    server.answers = Array.from({ length: 7 }, () => () => Promise.reject(new TypeError("offline")));
    stream.start();
    server.poll = () => Promise.reject(new TypeError("offline"));
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      await settle();
      const state = states.findLast((s) => s.kind !== "connecting")!;
      if (state.kind !== "waiting") throw new Error(state.kind);
      waits.push(state.until - Date.now());
      await vi.advanceTimersByTimeAsync(waits.at(-1)!);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    server.last.send(ack(10));
    await vi.advanceTimersByTimeAsync(5000);
    server.last.end();
    await settle();
    expect(states.at(-1)).toMatchObject({ failures: 1 });
  });

  it("counts a connection that ends as soon as it is open as a failure, however often it is opened", async () => {
    stream.start();
    await settle();
    for (const wait of [1000, 2000, 4000, 8000]) {
      server.last.send(ack(10));
      server.last.end();
      await settle();
      expect(server.polls).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(wait);
    }
    server.last.send(ack(10));
    server.last.end();
    await settle();
    expect(server.polls).toHaveLength(1);
    expect(states.at(-1)).toMatchObject({ kind: "polling" });
  });

  it.each(["expired", "lagging", "signed_out"])("comes back at once after bye: %s, but not time and again", async (reason) => {
    stream.start();
    for (let i = 0; i < 2; i++) {
      await settle();
      server.last.send(ack(10) + `event: bye\ndata: {"reason":"${reason}"}\n\n`);
      server.last.end();
    }
    await settle();
    expect(server.connections).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.connections).toHaveLength(3);
    server.last.send(ack(10));
    await vi.advanceTimersByTimeAsync(5000);
    server.last.send(`event: bye\ndata: {"reason":"${reason}"}\n\n`);
    server.last.end();
    await settle();
    expect(server.connections).toHaveLength(4);
  });

  it("gives up on a connection that brings nothing in 10 s", async () => {
    server.answers = [() => new Promise<Response>((_, reject) => server.last.signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))))];
    stream.start();
    await vi.advanceTimersByTimeAsync(9_999);
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1 + 1000);
    expect(server.connections).toHaveLength(2);
  });

  it("gives up on a connection that fell silent, heartbeats and all", async () => {
    stream.start();
    await settle();
    server.last.send(ack(10));
    await vi.advanceTimersByTimeAsync(60_000);
    server.last.send(": heartbeat\n\n");
    await vi.advanceTimersByTimeAsync(74_000);
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(server.connections).toHaveLength(2);
  });

  it("is closed while the tab is hidden and catches up when it is shown", async () => {
    stream.start();
    await settle();
    server.last.send(ack(10) + change(11));
    await settle();
    show(false);
    await settle();
    expect(server.last.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.connections).toHaveLength(1);
    show(true);
    await settle();
    expect(server.connections).toHaveLength(2);
    expect(server.last.lastId).toBe("11");
  });

  it("does not connect in a tab that was opened in the background", async () => {
    hidden = true;
    stream.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.connections).toHaveLength(0);
    show(true);
    await settle();
    expect(server.connections).toHaveLength(1);
  });

  it("connects at once when the reader asks, and only once", async () => {
    server.answers = [() => Promise.reject(new TypeError("offline"))];
    stream.start();
    await settle();
    stream.connectNow();
    stream.connectNow();
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.connections).toHaveLength(2);
  });

  it.each([
    [401, "signed_out"],
    [403, "gone"],
    [404, "gone"],
  ])("stops for good on %i", async (status, reason) => {
    server.answers = [() => new Response("", { status })];
    stream.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.connections).toHaveLength(1);
    expect(states.at(-1)).toEqual({ kind: "stopped", reason });
  });

  it("does not hammer a server that answers something else", async () => {
    server.answers = [() => new Response("<html>", { headers: { "Content-Type": "text/html" } }), () => new Response(null, { status: 204 }), () => new Response("", { status: 429, headers: { "Retry-After": "20" } })];
    stream.start();
    await vi.advanceTimersByTimeAsync(1000 + 2000);
    expect(server.connections).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(19_999);
    expect(server.connections).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.connections).toHaveLength(4);
  });

  it("reloads the messages on reset and goes on from its head", async () => {
    stream.start();
    await settle();
    server.last.send(ack(500) + 'id: 500\nevent: reset\ndata: {"head":500}\n\n');
    await settle();
    expect(handlers.reset).toHaveBeenCalledOnce();
    expect(stream.id).toBe(500);
  });

  it.each([
    ["removed", 1],
    ["signed_out", 2],
    ["expired", 2],
    ["shutdown", 2],
    ["lagging", 2],
  ])("after bye: %s there are %i connections", async (reason, connections) => {
    stream.start();
    await settle();
    server.last.send(ack(10) + `event: bye\ndata: {"reason":"${reason}"}\n\n`);
    await settle();
    try {
      server.last.end();
    } catch {
      // the page closed it already
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.connections).toHaveLength(connections);
  });

  it("asks at once who it is when it was signed out: the cookie may be a new one", async () => {
    stream.start();
    await settle();
    server.last.send(ack(10) + 'event: bye\ndata: {"reason":"signed_out"}\n\n');
    server.answers = [() => new Response("", { status: 401 })];
    server.last.end();
    await settle();
    expect(states.at(-1)).toEqual({ kind: "stopped", reason: "signed_out" });
  });

  it("comes back after a shutdown when the server said, and after an expiry at once", async () => {
    stream.start();
    await settle();
    server.last.send(ack(10) + 'retry: 4321\nevent: bye\ndata: {"reason":"shutdown"}\n\n');
    server.last.end();
    await vi.advanceTimersByTimeAsync(4320);
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.connections).toHaveLength(2);
    server.last.send(ack(10) + 'event: bye\ndata: {"reason":"expired"}\n\n');
    server.last.end();
    await settle();
    expect(server.connections).toHaveLength(3);
    expect(states.filter((s) => s.kind === "waiting")).toHaveLength(1);
  });

  describe("without a stream", () => {
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
      server.answers = [() => new Promise<Response>((_, reject) => server.last.signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))))];
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

  it("polls while the browser's other tabs hold all its streams, and streams when one is free", async () => {
    let free!: () => void;
    slots.take = ((_: AbortSignal, full: () => void) => {
      full();
      return new Promise((resolve) => (free = () => resolve(() => {})));
    }) as never;
    stream.start();
    await settle();
    expect(server.polls).toHaveLength(1);
    expect(server.connections).toHaveLength(0);
    free();
    await settle();
    server.last.send(ack(10));
    await settle();
    expect(states.at(-1)).toEqual({ kind: "live" });
  });

  describe("while it waits for its turn to stream", () => {
    beforeEach(() => {
      slots.take = ((signal: AbortSignal, full: () => void) => {
        full();
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
      }) as never;
    });

    it("says when the polls fail", async () => {
      server.poll = () => Promise.reject(new TypeError("offline"));
      stream.start();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(states.at(-1)).toMatchObject({ kind: "waiting", failures: 2 });
      server.poll = () => new Response(null, { status: 204 });
      await vi.advanceTimersByTimeAsync(30_000);
      expect(states.at(-1)).toMatchObject({ kind: "polling" });
    });

    it("does not poll while it is hidden, and catches up when it is shown", async () => {
      stream.start();
      await settle();
      show(false);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(server.polls).toHaveLength(1);
      show(true);
      await settle();
      expect(server.polls).toHaveLength(2);
    });
  });
});

describe("backoff", () => {
  it("spreads by a fifth to either side", () => {
    expect(backoff(3, () => 0)).toBe(3200);
    expect(backoff(3, () => 1)).toBe(4800);
  });
});
