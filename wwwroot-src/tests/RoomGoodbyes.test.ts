import { describe, expect, it, vi } from "vitest";
import { ack, aPageAndItsServer, bye, server, settle, states, stream } from "./roomPage";

describe("a connection to a room that the server ends", () => {
  aPageAndItsServer();

  it.each(["expired", "lagging", "signed_out"])("comes back at once after bye: %s, but not time and again", async (reason) => {
    stream.start();
    for (let i = 0; i < 2; i++) {
      await settle();
      server.last.send(ack(10) + bye(reason));
      server.last.end();
    }
    await settle();
    expect(server.connections).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.connections).toHaveLength(3);
    server.last.send(ack(10));
    await vi.advanceTimersByTimeAsync(5000);
    server.last.send(bye(reason));
    server.last.end();
    await settle();
    expect(server.connections).toHaveLength(4);
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
    server.last.send(ack(10) + bye(reason));
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
    server.last.send(ack(10) + bye("signed_out"));
    server.answers = [() => new Response("", { status: 401 })];
    server.last.end();
    await settle();
    expect(states.at(-1)).toEqual({ kind: "stopped", reason: "signed_out" });
  });

  it("comes back after a shutdown when the server said, and after an expiry at once", async () => {
    stream.start();
    await settle();
    server.last.send(ack(10) + "retry: 4321\n" + bye("shutdown"));
    server.last.end();
    await vi.advanceTimersByTimeAsync(4320);
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.connections).toHaveLength(2);
    server.last.send(ack(10) + bye("expired"));
    server.last.end();
    await settle();
    expect(server.connections).toHaveLength(3);
    expect(states.filter((s) => s.kind === "waiting")).toHaveLength(1);
  });
});
