import { goTo } from "../outbox/askBeforeLoss";

/** What the server wrote into a room's page: its places and what is known at the start. */
export interface RoomPage {
  readonly talk: HTMLElement;
  readonly scroller: HTMLElement;
  readonly list: HTMLElement;
  /** The room's id. */
  readonly room: string;
  /** The room's address. */
  readonly base: string;
  /** The reader's id. */
  readonly me: string;
  readonly language: string;
  /** Up to which message the reader has read; nothing for somebody who only visits. */
  readonly lastRead: number | undefined;
  /** The number of the room's newest message, whether it is in the page or not. */
  readonly newest: number;
}

export function readPage(talk: HTMLElement): RoomPage {
  const scroller = find("#messages", talk);
  const room = talk.dataset.room!;
  return {
    talk,
    scroller,
    list: find(".message-list", scroller),
    room,
    base: `/rooms/${room}`,
    me: document.body.dataset.user ?? "",
    language: document.documentElement.lang,
    lastRead: talk.dataset.lastRead === undefined ? undefined : Number(talk.dataset.lastRead),
    newest: Number(talk.dataset.newest ?? 0),
  };
}

/** The element that a page must have. */
export function find<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

/** Goes to the sign-in page, which leads back here. */
export function signIn(): void {
  goTo(`/account/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`);
}
