import { describe, expect, it, vi } from "vitest";
import { backoff } from "../ts/stream/backoff";
import { ack, aPageAndItsServer, server, settle, silence, states, stream } from "./roomPage";

describe("a connection to a room that fails", () => {
  aPageAndItsServer();

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

  it("gives up on a connection that brings nothing in 10 s", async () => {
    server.answers = [silence(server)];
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
});

describe("backoff", () => {
  it("spreads by a fifth to either side", () => {
    expect(backoff(3, () => 0)).toBe(3200);
    expect(backoff(3, () => 1)).toBe(4800);
  });
});
