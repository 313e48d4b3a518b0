import htmx from "htmx.org";
import { csrfHeader } from "./csrf";

type Upsert = (fragment: DocumentFragment) => HTMLElement[];

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
    handle_swap: (style: string, target: Element, fragment: DocumentFragment) => {
      if (style !== "upsert") return false;
      const keeper = keepers[target.id];
      if (!keeper) throw new Error(`Nobody keeps #${target.id}.`);
      return keeper(fragment);
    },
  });
}

/** Takes in a fragment of `<hx-partial>`s; done when it is in the page, and failed when it could not be put there. */
export function takeIn(html: string): Promise<void> {
  return htmx.swap({ text: html, sourceElement: document.body, swap: "none" });
}
