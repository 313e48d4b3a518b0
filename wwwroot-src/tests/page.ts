import { vi } from "vitest";
import { Decorator } from "../ts/talk/Decorator";
import { MessageList } from "../ts/talk/MessageList";
import { ScrollKeeper } from "../ts/talk/ScrollKeeper";

export const me = "00000000-0000-7000-8000-00000000000a";
export const other = "00000000-0000-7000-8000-00000000000b";

export interface Said {
  number: number;
  sender?: string;
  clientId?: string;
  at?: string;
  body?: string;
  /** When it was edited. */
  changed?: string;
  /** What stands in the bubble after its body, beside its time, and under it. */
  files?: string;
  mark?: string;
  reactions?: string;
}

export function article({ number, sender = other, clientId = `c${number}`, at = "2026-11-21T10:00:00.000Z", body = `m${number}`, changed, files = "", mark = "", reactions = "" }: Said): string {
  return `<article class="message" id="message-${number}" data-id="${number}" data-number="${number}" data-sender="${sender}" data-client-id="${clientId}" data-at="${at}"${changed ? ` data-changed="${changed}"` : ""}>
    <div class="line"><div class="bubble"><div class="body">${body}</div>${files}</div>${mark}<time datetime="${at}"></time></div>${reactions}</article>`;
}

export function fragment(...said: Said[]): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = said.map(article).join("\n");
  return template.content;
}

/** A page that comes in place of what is shown, of a talk that goes on to a number. */
export function page(newest: number, ...said: Said[]): DocumentFragment {
  const content = fragment(...said);
  content.prepend(Object.assign(document.createElement("data"), { value: String(newest) }));
  content.querySelector("data")!.dataset.page = "";
  return content;
}

/** The talk as the server renders it, around the classes that keep it. */
export function talk(options: { pending?: string[]; html?: string } = {}) {
  document.body.innerHTML = `<div id="messages"><div class="message-list"><p id="older"></p>${options.html ?? ""}</div></div>`;
  const scroller = document.querySelector<HTMLElement>("#messages")!;
  const list = scroller.querySelector<HTMLElement>(".message-list")!;
  const keeper = new ScrollKeeper(scroller, list);
  const decorator = new Decorator(list, me, "New from here", "en");
  const pending = new Set(options.pending ?? []);
  const settle = vi.fn((id: string) => void pending.delete(id));
  const messages = new MessageList(list, me, keeper, decorator, { has: (id) => pending.has(id), settle });
  const addPending = (clientId: string, at = "2026-11-21T10:00:30.000Z") => {
    const element = document.createElement("article");
    element.className = "message mine pending";
    Object.assign(element.dataset, { sender: me, clientId, at });
    pending.add(clientId);
    messages.addPending(element);
    return element;
  };
  return { scroller, list, keeper, decorator, messages, settle, addPending };
}

export const numbers = (list: Element) => [...list.querySelectorAll<HTMLElement>("article")].map((a) => a.dataset.number ?? a.dataset.clientId);
