import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pages } from "../ts/talk/Pages";
import { article, fragment, numbers, talk } from "./page";

const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => article({ number: from + i })).join("");

const { takeIn } = vi.hoisted(() => ({ takeIn: vi.fn<(html: string) => Promise<void>>() }));
vi.mock("../ts/htmx", () => ({ takeIn }));

describe("pages of the talk", () => {
  let last = 9;
  let reach: (seen: boolean) => void;

  beforeEach(() => {
    last = 9;
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
          reach = (isIntersecting) => callback([{ isIntersecting }]);
        }
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    // Three to a page.
    vi.stubGlobal("fetch", vi.fn(async (url: string) => {
      const after = /after=(\d+)/.exec(url)?.[1];
      const from = after === undefined ? last - 2 : Number(after) + 1;
      return new Response(page(from, Math.min(last, from + 2)));
    }));
  });
  afterEach(() => vi.unstubAllGlobals());

  function opened() {
    const { list, messages, keeper } = talk({ html: page(1, 3) + '<p id="newer"><a rel="next" href="#"></a><a href="#"></a></p>' });
    takeIn.mockImplementation(async (html) => {
      const template = document.createElement("template");
      template.innerHTML = html;
      messages.upsert(template.content);
    });
    const links = list.querySelector<HTMLElement>("#newer")!;
    const pages = new Pages("/rooms/1/messages", messages, keeper, links);
    const skip = vi.fn(() => void pages.newest());
    pages.continueTo(9, skip);
    return { list, messages, keeper, links, pages, skip };
  }

  it("follow one another as the reader comes near the end", async () => {
    const { list, keeper, links, pages } = opened();
    reach(false);
    reach(true);
    await pages.idle();
    expect([numbers(list).length, keeper.more, links.isConnected]).toEqual([6, true, true]);
    links.querySelector<HTMLElement>("[rel=next]")!.click();
    await pages.idle();
    expect([numbers(list), keeper.more, links.isConnected]).toEqual([["1", "2", "3", "4", "5", "6", "7", "8", "9"], false, false]);
  });

  it("are left out when the reader goes to the newest", async () => {
    const { list, messages, keeper, links, pages, skip } = opened();
    links.querySelectorAll("a")[1]!.click();
    await pages.idle();
    expect(skip).toHaveBeenCalledOnce();
    expect([numbers(list), messages.complete, keeper.more]).toEqual([["7", "8", "9"], true, false]);
    await pages.newest();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("go on until what came meanwhile is there", async () => {
    const { list, messages, pages } = opened();
    messages.upsert(fragment({ number: 10 }));
    last = 10;
    for (let i = 0; i < 4; i++) reach(true);
    await pages.idle();
    expect(numbers(list)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    expect(vi.mocked(fetch).mock.calls.map(([url]) => url)).toEqual(["3", "6", "9"].map((id) => `/rooms/1/messages?after=${id}`));
  });

  it("hold up what comes live, and no longer than they take", async () => {
    const { pages } = opened();
    const order: string[] = [];
    takeIn.mockImplementation(async () => void order.push("page"));
    reach(true);
    const live = pages.idle().then(() => order.push("live"));
    reach(true);
    await live;
    expect(order).toEqual(["page", "page", "live"]);
  });

  it("that can't be loaded leave the way on where it is", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    vi.mocked(fetch).mockResolvedValueOnce(new Response(null, { status: 503 }));
    const { list, links, pages } = opened();
    reach(true);
    await pages.idle();
    expect([numbers(list).length, links.isConnected, warn.mock.calls.length]).toEqual([3, true, 1]);
    reach(true);
    await pages.idle();
    expect(numbers(list).length).toBe(6);
    warn.mockRestore();
  });
});
