import htmx from "htmx.org";
import { csrfHeader } from "./csrf";

type Upsert = (fragment: DocumentFragment, overtaken: boolean) => HTMLElement[];

/** What htmx carries from `takeIn` to the keeper. */
interface Swap {
  overtaken?: boolean;
}

/**
 * Registers the swap style `upsert`: what comes for an element is handed to whoever keeps it (by the element's id), so
 * the stream, answers and older pages all go one way.
 */
export function registerUpsert(keepers: Record<string, Upsert>): void {
  htmx.registerExtension("chat", {
    htmx_config_request: (_: Element, detail: { ctx: { request: { method: string; headers: Record<string, string> } } }) => {
      const { method, headers } = detail.ctx.request;
      if (method !== "GET") Object.assign(headers, csrfHeader());
    },
    htmx_before_swap: (_: Element, { ctx, tasks }: { ctx: Swap; tasks: { swapSpec: Swap }[] }) => {
      for (const task of tasks) task.swapSpec.overtaken = ctx.overtaken ?? false;
    },
    handle_swap: (style: string, target: Element, fragment: DocumentFragment, { overtaken }: Swap) => {
      if (style !== "upsert") return false;
      const keeper = keepers[target.id];
      if (!keeper) throw new Error(`Nobody keeps #${target.id}.`);
      return keeper(fragment, overtaken ?? false);
    },
  });
}

/**
 * Takes in what the server answered, a fragment of `<hx-partial>`s; done when it is in the page, and failed when it
 * could not be put there. The stream may have brought what came after it before.
 */
export function takeIn(html: string): Promise<void> {
  return swap(html, true);
}

/** Takes in what comes in the order in which it happened: the stream's changes and the pages they go on from. */
export function takeInOrder(html: string): Promise<void> {
  return swap(html, false);
}

function swap(text: string, overtaken: boolean): Promise<void> {
  const context = { text, sourceElement: document.body, swap: "none", overtaken };
  return htmx.swap(context);
}
