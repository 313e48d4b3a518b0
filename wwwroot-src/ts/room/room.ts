import { bodies } from "../bodies/bodies";
import { Lightbox } from "../files/Lightbox";
import { toast } from "../shell/toast";
import { changing } from "../talk/changing";
import { Decorator } from "../talk/Decorator";
import { HistoryLinks } from "../talk/HistoryLinks";
import { MemberList } from "../talk/MemberList";
import { MessageActions } from "../talk/MessageActions";
import { markMentions } from "../talk/mentions";
import { MessageList } from "../talk/MessageList";
import { Pages } from "../talk/Pages";
import { pins } from "../talk/pins";
import { places } from "../talk/places";
import { Presence } from "../talk/Presence";
import { reacting } from "../talk/reacting";
import { Reactions } from "../talk/Reactions";
import { ReadState } from "../talk/ReadState";
import { ScrollKeeper } from "../talk/ScrollKeeper";
import { TypingLine } from "../talk/TypingLine";
import { following } from "./following";
import { Reading } from "./Reading";
import { find, readPage } from "./RoomPage";
import { writing } from "./writing";

/** Takes a fragment of the stream into its part of the page; the messages that came or changed. */
type Upsert = (fragment: DocumentFragment, overtaken: boolean) => HTMLElement[];

/** Brings a room's page to life; returns who keeps which of its parts. */
export function room(talk: HTMLElement): Record<string, Upsert> {
  const page = readPage(talk);
  const { list, scroller, me, language, base } = page;

  const decorator = new Decorator(list, me, talk.dataset.newSince ?? "", language);
  const keeper: ScrollKeeper = new ScrollKeeper(scroller, list, () => reading.moved());
  const messages = new MessageList(list, me, keeper, decorator, {
    has: (id) => written?.outbox.has(id) ?? false,
    settle: (id) => written?.outbox.settle(id),
  });
  const pages = new Pages(`${base}/messages`, messages, keeper, new HistoryLinks(list, find<HTMLTemplateElement>("#history-links"), base));
  const reading: Reading = new Reading(page, messages, keeper, pages, decorator);

  const reactions = new Reactions(list, me, `/api/chat${base}/messages`, keeper, refused);
  reacting(talk, list, reactions);
  pins(talk, refused);
  const memberList = find("#members");
  const members = new MemberList(memberList, language);
  const typing = new TypingLine(find("#typing", talk), me);
  const presence = new Presence(find("#presence", talk), memberList);
  const readState = new ReadState(list, me, talk.dataset.readBy ?? "", memberList);

  const written = writing(page, { messages, pages, decorator, reading });
  const stream = following(page, { messages, pages, reading, typing, presence, writing: written });

  new Lightbox(find<HTMLDialogElement>("#lightbox", talk), list).start();
  const actions = new MessageActions(list, scroller, find<HTMLTemplateElement>("#message-actions", talk), () => written?.composer.field.focus());
  messages.onRenewal = (article) => actions.renewed(article);
  actions.start();
  changing(talk, () => written?.mode, language);
  places(list, keeper, (id) => pages.around(id), talk.dataset.around);

  const showBodies = bodies(list, document.querySelector("#body-tools"));
  reading.open();
  written?.outbox.restore();
  stream.start();
  dress([...list.querySelectorAll<HTMLElement>("article[data-number]")]);

  return {
    messages: (fragment, overtaken) => {
      const articles = messages.upsert(fragment, overtaken);
      showBodies(articles);
      dress(articles);
      reactions.upsert(fragment);
      return articles;
    },
    members: (fragment) => members.upsert(fragment),
    typing: (fragment) => typing.upsert(fragment),
    presence: (fragment) => presence.upsert(fragment),
    "read-state": (fragment) => readState.upsert(fragment),
  };

  /** What looks different to each reader, since everybody gets the same bytes. */
  function dress(articles: HTMLElement[]): void {
    readState.mark(articles);
    reactions.mark(articles);
    markMentions(articles, me);
  }

  /** Says why something was not done, or that it was not. */
  function refused(sentence: string): void {
    toast(sentence || talk.querySelector<HTMLElement>("#message-actions")?.dataset.failed);
  }
}
