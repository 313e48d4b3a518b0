import { describe, expect, it, vi } from "vitest";
import { following } from "../ts/room/following";
import { readPage } from "../ts/room/RoomPage";
import type { ConnectionState } from "../ts/stream/RoomConnection";
import { talk } from "./page";

let says: (state: ConnectionState) => void;
vi.mock("../ts/htmx", () => ({ takeIn: vi.fn() }));
vi.mock("../ts/stream/RoomConnection", () => ({
  RoomConnection: class {
    constructor(_room: string, _head: number, handlers: { state: typeof says }) {
      says = handlers.state;
    }
  },
}));
vi.mock("../ts/talk/ConnectionLine", () => ({ ConnectionLine: class { show() {} } }));

describe("following a room", () => {
  it("sends and saves what waited as soon as the server is there again", () => {
    const { messages } = talk();
    document.body.insertAdjacentHTML("beforeend", '<main data-room="1" data-head="0"><p id="connection"></p></main>');
    document.querySelector("main")!.append(document.querySelector("#messages")!);
    const goOn = vi.fn();
    const gone = { clear() {} };
    following(readPage(document.querySelector("main")!), { messages, typing: gone, presence: gone, writing: { goOn } } as never);
    says({ kind: "waiting", milliseconds: 1_000 } as never);
    expect(goOn).not.toHaveBeenCalled();
    says({ kind: "live" });
    says({ kind: "polling" } as never);
    expect(goOn).toHaveBeenCalledTimes(2);
  });
});
