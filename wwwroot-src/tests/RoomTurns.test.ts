import { beforeEach, describe, expect, it, vi } from "vitest";
import { ack, aPageAndItsServer, server, settle, show, slots, states, stream } from "./roomPage";

describe("a room in one of many tabs", () => {
  aPageAndItsServer();

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
