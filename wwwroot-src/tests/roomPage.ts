import { afterEach, beforeEach, vi } from "vitest";
import { type ConnectionState, RoomConnection } from "../ts/stream/RoomConnection";

/** A server's side of the stream: every connection the page opens. */
export class Server {
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

/** A first byte that does not come. */
export const silence = (server: Server) => () =>
  new Promise<Response>((_, reject) => server.last.signal.addEventListener("abort", () => reject(new DOMException("", "AbortError"))));

export const ack = (head: number) => `event: connection_ack\ndata: {"head":${head}}\nretry: 1000\n\n`;
export const bye = (reason: string) => `event: bye\ndata: {"reason":"${reason}"}\n\n`;
export const change = (id: number) => `id: ${id}\ndata: <p>${id}</p>\n\n`;
export const settle = () => vi.advanceTimersByTimeAsync(0);

export const tab = { hidden: false };
export const show = (visible: boolean) => {
  tab.hidden = !visible;
  document.dispatchEvent(new Event("visibilitychange"));
};

// Made anew for every test.
export let server: Server;
export let inserted: string[];
export let states: ConnectionState[];
export let handlers: { insert: ReturnType<typeof vi.fn>; reset: ReturnType<typeof vi.fn>; state(s: ConnectionState): void };
export let stream: RoomConnection;
const free = async () => () => {};
export const slots = { take: free };

/** A page that is at change 10 of room 1, and its server, for each test of the file. */
export function aPageAndItsServer(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.spyOn(console, "warn").mockImplementation(() => {});
    vi.spyOn(document, "hidden", "get").mockImplementation(() => tab.hidden);
    tab.hidden = false;
    slots.take = free;
    server = new Server();
    vi.stubGlobal("fetch", server.fetch);
    [inserted, states] = [[], []];
    handlers = { insert: vi.fn(async (html: string) => void inserted.push(html)), reset: vi.fn(async () => {}), state: (s) => void states.push(s) };
    stream = new RoomConnection("1", 10, handlers as never, slots, { idle: 0 });
  });
  afterEach(() => {
    stream.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}
