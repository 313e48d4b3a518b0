import { describe, expect, it, vi } from "vitest";
import { ack, aPageAndItsServer, change, handlers, inserted, server, settle, show, states, stream, tab } from "./roomPage";

describe("the connection to a room", () => {
  aPageAndItsServer();

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

  it("reloads the messages on reset and goes on from its head", async () => {
    stream.start();
    await settle();
    server.last.send(ack(500) + 'id: 500\nevent: reset\ndata: {"head":500}\n\n');
    await settle();
    expect(handlers.reset).toHaveBeenCalledOnce();
    expect(stream.id).toBe(500);
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
    tab.hidden = true;
    stream.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.connections).toHaveLength(0);
    show(true);
    await settle();
    expect(server.connections).toHaveLength(1);
  });
});
