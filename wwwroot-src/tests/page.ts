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
}

export function article({ number, sender = other, clientId = `c${number}`, at = "2026-11-21T10:00:00.000Z", body = `m${number}` }: Said): string {
  return `<article class="message" id="message-${number}" data-id="${number}" data-number="${number}" data-sender="${sender}" data-client-id="${clientId}" data-at="${at}"><div class="body">${body}</div><time datetime="${at}"></time></article>`;
}

export function fragment(...said: Said[]): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = said.map(article).join("\n");
  return template.content;
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
