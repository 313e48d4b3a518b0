import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HistoryLinks } from "../ts/talk/HistoryLinks";
import { Pages } from "../ts/talk/Pages";
import { article, fragment, numbers, talk } from "./page";

const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => article({ number: from + i })).join("");

const { takeIn } = vi.hoisted(() => ({ takeIn: vi.fn<(html: string) => Promise<void>>() }));
vi.mock("../ts/htmx", () => ({ takeInOrder: takeIn }));

describe("pages of the talk", () => {
  let last = 9;
  /** Says of what is watched at an end whether it is in sight. */
  let watched: Map<string, (isIntersecting: boolean) => void>;
  const reach = (id: "older" | "newer", seen = true) => watched.get(id)!(seen);

  beforeEach(() => {
    last = 9;
    takeIn.mockReset();
    watched = new Map();
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        #ids: string[] = [];
        constructor(private readonly callback: (entries: { isIntersecting: boolean }[]) => void) {}
        observe(element: Element) {
          this.#ids.push(element.id);
          watched.set(element.id, (isIntersecting) => this.callback([{ isIntersecting }]));
        }
        disconnect() {
          for (const id of this.#ids.splice(0)) watched.delete(id);
        }
      },
    );
    // Three to a page.
    vi.stubGlobal("fetch", vi.fn(async (url: string) => {
      const [, side, id] = /(before|after|around)=(\d+)/.exec(url) ?? [];
      const from = side === "after" ? Number(id) + 1 : side === "before" ? Math.max(1, Number(id) - 3) : side === "around" ? Number(id) - 1 : last - 2;
      const to = side === "before" ? Number(id) - 1 : from + 2;
      const alone = side === "before" || side === "after" ? "" : `<data data-page value="${last}"></data>`;
      return new Response(alone + page(from, Math.min(last, to)));
    }));
  });
  afterEach(() => vi.unstubAllGlobals());

  function opened(from = 1, to = 3) {
    const { list, messages, keeper } = talk({ html: page(from, to) });
    takeIn.mockImplementation(async (html) => {
      const template = document.createElement("template");
      template.innerHTML = html;
      messages.upsert(template.content);
    });
    const template = document.createElement("template");
    template.innerHTML = '<a id="older" class="older" href="#"></a><p id="older" class="beginning"></p><p id="newer" class="newer"><a rel="next" href="#"></a><a href="#"></a></p>';
    const pages = new Pages("/rooms/1/messages", messages, keeper, new HistoryLinks(list, template, "/rooms/1"));
    const skip = vi.fn(() => void pages.newest());
    pages.start(9, skip, list);
    const link = (selector: string) => list.querySelector<HTMLAnchorElement>(selector);
    return { list, messages, keeper, pages, skip, link };
  }

  it("follow one another as the reader comes near the end", async () => {
    const { list, keeper, pages, link } = opened();
    reach("newer", false);
    reach("newer");
    await pages.idle();
    expect([numbers(list).length, keeper.more, link("#newer [rel=next]")!.getAttribute("href")]).toEqual([6, true, "/rooms/1?after=6"]);
    link("#newer [rel=next]")!.click();
    await pages.idle();
    expect([numbers(list), keeper.more, link("#newer")]).toEqual([["1", "2", "3", "4", "5", "6", "7", "8", "9"], false, null]);
  });

  it("come before as the reader goes back, up to the beginning", async () => {
    const { list, pages, link } = opened(7, 9);
    expect([link("#older")!.getAttribute("href"), link("#newer")]).toEqual(["/rooms/1?before=7", null]);
    reach("older");
    await pages.idle();
    expect([numbers(list), link("#older")!.getAttribute("href")]).toEqual([["4", "5", "6", "7", "8", "9"], "/rooms/1?before=4"]);
    link("#older")!.click();
    await pages.idle();
    expect([numbers(list)[0], link("#older")!.className, watched.has("older")]).toEqual(["1", "beginning", false]);
  });

  it("are left out when the reader goes to the newest", async () => {
    const { list, messages, keeper, pages, skip, link } = opened();
    link("#newer a:not([rel])")!.click();
    await pages.idle();
    expect(skip).toHaveBeenCalledOnce();
    expect([numbers(list), messages.complete, keeper.more, link("#older")!.getAttribute("href")]).toEqual([["7", "8", "9"], true, false, "/rooms/1?before=7"]);
    await pages.newest();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("around a message go on both ways", async () => {
    const { list, keeper, pages } = opened(7, 9);
    await pages.around("4");
    expect([numbers(list), keeper.more]).toEqual([["3", "4", "5"], true]);
    reach("older");
    reach("newer");
    await pages.idle();
    expect(numbers(list)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  });

  it("that may be outdated are loaded again where the reader is, and go on to what came meanwhile", async () => {
    const { list, messages, keeper, pages } = opened(4, 6);
    vi.spyOn(keeper, "atEnd", "get").mockReturnValue(false);
    last = 12;
    vi.spyOn(keeper, "reading", "get").mockReturnValue(list.querySelector<HTMLElement>("#message-4")!);
    await pages.renew();
    expect([numbers(list), messages.latest, keeper.more]).toEqual([["3", "4", "5"], 12, true]);
    vi.mocked(fetch).mockResolvedValueOnce(new Response(null, { status: 404 }));
    await pages.renew();
    expect(numbers(list)).toEqual(["10", "11", "12"]);
    vi.mocked(fetch).mockResolvedValueOnce(new Response(null, { status: 503 }));
    await expect(pages.renew()).rejects.toThrow("503");
    expect(numbers(list)).toEqual(["10", "11", "12"]);
  });

  it("are nothing that whoever hears the page has to hear", async () => {
    vi.useFakeTimers();
    const { keeper, pages } = opened();
    const busy = () => keeper.scroller.getAttribute("aria-busy");
    takeIn.mockImplementation(async () => expect(busy()).toBe("true"));
    reach("newer");
    await pages.idle();
    expect([takeIn.mock.calls.length, busy()]).toEqual([1, "true"]);
    vi.runAllTimers();
    expect(busy()).toBeNull();
    vi.useRealTimers();
  });

  it("that are on their way hold nobody up who goes elsewhere", async () => {
    vi.mocked(fetch).mockImplementationOnce(
      (_, init) => new Promise((__, reject) => init!.signal!.addEventListener("abort", () => reject(new DOMException("", "AbortError")))),
    );
    const { list, pages } = opened(4, 6);
    reach("older");
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    await pages.newest();
    expect(numbers(list)).toEqual(["7", "8", "9"]);
  });

  it("go on until what came meanwhile is there", async () => {
    const { list, messages, pages } = opened();
    messages.upsert(fragment({ number: 10 }));
    last = 10;
    for (let i = 0; i < 4; i++) {
      if (watched.has("newer")) reach("newer");
      await pages.idle();
    }
    expect(numbers(list)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    expect(vi.mocked(fetch).mock.calls.map(([url]) => url)).toEqual(["3", "6", "9"].map((id) => `/rooms/1/messages?after=${id}`));
  });

  it("hold up what comes live, and no longer than they take", async () => {
    const { pages } = opened();
    const order: string[] = [];
    takeIn.mockImplementation(async () => void order.push("page"));
    reach("newer");
    reach("newer");
    const live = pages.idle().then(() => order.push("live"));
    await live;
    expect(order).toEqual(["page", "page", "live"]);
  });

  it("that can't be loaded leave the way on where it is", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    vi.mocked(fetch).mockResolvedValueOnce(new Response(null, { status: 503 }));
    const { list, pages, link } = opened();
    reach("newer");
    await pages.idle();
    expect([numbers(list).length, link("#newer")!.isConnected, warn.mock.calls.length]).toEqual([3, true, 1]);
    reach("newer");
    await pages.idle();
    expect(numbers(list).length).toBe(6);
    warn.mockRestore();
  });
});
