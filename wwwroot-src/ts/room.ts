import { bodies } from "./bodies/bodies";
import { files } from "./files/files";
import { Lightbox } from "./files/Lightbox";
import { liveTopic } from "./composer/commands/liveTopic";
import { composing } from "./composer/composing";
import { Drafts } from "./composer/drafts/Drafts";
import { LocalDraft } from "./composer/drafts/LocalDraft";
import { takeIn } from "./htmx";
import { Outbox } from "./outbox/Outbox";
import { PendingMessages } from "./outbox/PendingMessages";
import { post } from "./outbox/post";
import { RoomConnection, type ConnectionState } from "./stream/RoomConnection";
import { browserSlots } from "./stream/slots";
import { changing } from "./talk/changing";
import { Composer } from "./talk/Composer";
import { ComposerMode } from "./talk/ComposerMode";
import { ConnectionLine } from "./talk/ConnectionLine";
import { Decorator } from "./talk/Decorator";
import { HistoryLinks } from "./talk/HistoryLinks";
import { JumpButton } from "./talk/JumpButton";
import { MemberList } from "./talk/MemberList";
import { MessageActions } from "./talk/MessageActions";
import { markMentions } from "./talk/mentions";
import { MessageList } from "./talk/MessageList";
import { Pages } from "./talk/Pages";
import { places } from "./talk/places";
import { Presence } from "./talk/Presence";
import { pins } from "./talk/pins";
import { reacting } from "./talk/reacting";
import { Reactions } from "./talk/Reactions";
import { ReadMarker } from "./talk/ReadMarker";
import { ReadState } from "./talk/ReadState";
import { ScrollKeeper } from "./talk/ScrollKeeper";
import { TypingLine } from "./talk/TypingLine";
import { TypingSignal } from "./talk/TypingSignal";

/** Brings a room's page to life; returns who keeps which of its parts. */
export function room(talk: HTMLElement): Record<string, (fragment: DocumentFragment) => HTMLElement[]> {
  const language = document.documentElement.lang;
  const me = document.body.dataset.user ?? "";
  const base = `/rooms/${talk.dataset.room}`;
  const scroller = find("#messages", talk);
  const list = find(".message-list", scroller);
  const lastRead = talk.dataset.lastRead === undefined ? undefined : Number(talk.dataset.lastRead);

  const decorator = new Decorator(list, me, talk.dataset.newSince ?? "", language);
  const keeper: ScrollKeeper = new ScrollKeeper(scroller, list, () => moved());
  const messages = new MessageList(list, me, keeper, decorator, {
    has: (id) => outbox?.has(id) ?? false,
    settle: (id) => outbox?.settle(id),
  });

  const pages = new Pages(`${base}/messages`, messages, keeper, new HistoryLinks(list, find("#history-links") as HTMLTemplateElement, base));
  const jump = new JumpButton(find("#jump", talk), () => keeper.atEnd, () => skip());
  const marker = lastRead === undefined ? undefined : new ReadMarker(`${base}/read`, lastRead, seen);
  const moved = () => {
    jump.update();
    marker?.check();
  };

  const reactions = new Reactions(list, me, `/api/chat/rooms/${talk.dataset.room}/messages`, keeper, refused);
  reacting(talk, list, reactions);
  pins(talk, refused, language);
  const memberList = find("#members");
  const typing = new TypingLine(find("#typing", talk), me);
  const presence = new Presence(find("#presence", talk), memberList);
  const readState = new ReadState(list, me, talk.dataset.readBy ?? "", memberList);
  let line: ConnectionLine | undefined;
  let composer: Composer | undefined;
  let mode: ComposerMode | undefined;
  const outbox = compose();
  const stream = follow();

  new Lightbox(find("#lightbox", talk) as HTMLDialogElement, list).start();
  const actions = new MessageActions(list, scroller, find("#message-actions", talk) as HTMLTemplateElement, () => composer?.field.focus());
  messages.onReplace = (old, article) => actions.move(old, article);
  actions.start();
  changing(talk, () => mode, language);
  places(list, keeper, (id) => pages.around(id), talk.dataset.around);

  const newest = Math.max(messages.newest, Number(talk.dataset.newest ?? 0));
  if (lastRead !== undefined && newest > lastRead) decorator.newAfter = lastRead;
  decorator.all();
  const dress = bodies(list, document.querySelector("#body-tools"));
  pages.start(newest, skip, list);
  const unread = decorator.newLine ?? (keeper.more ? [...list.querySelectorAll("article")].find((a) => Number(a.dataset.number) > (lastRead ?? 0)) : undefined);
  const subject = talk.dataset.around && document.getElementById(`message-${talk.dataset.around}`);
  if (subject) keeper.toMiddle(subject);
  else if (unread) keeper.toElement(unread);
  else keeper.toEnd();
  keeper.observe();
  outbox?.restore();
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : moved()));
  stream.start();

  readState.mark(list.querySelectorAll<HTMLElement>("article[data-number]"));
  reactions.mark(list.querySelectorAll<HTMLElement>("article[data-number]"));
  markMentions(list.querySelectorAll("article[data-number]"), me);
  const members = new MemberList(memberList, language);
  return {
    messages: (fragment) => {
      const articles = messages.upsert(fragment);
      readState.mark(articles);
      dress(articles);
      reactions.mark(articles);
      markMentions(articles, me);
      reactions.upsert(fragment);
      return articles;
    },
    members: (fragment) => members.upsert(fragment),
    typing: (fragment) => typing.upsert(fragment),
    presence: (fragment) => presence.upsert(fragment),
    "read-state": (fragment) => readState.upsert(fragment),
  };

  /** Up to which message the reader has seen the talk. */
  function seen(): number {
    if (document.hidden) return 0;
    if (keeper.atEnd) return messages.newest;
    // Opened further on than the first unread message, the reader has not seen those between.
    return marker && messages.first > marker.upTo + 1 ? 0 : Number(keeper.lastSeen?.dataset.number ?? 0);
  }

  function skip(): void {
    if (!messages.complete) decorator.forgetNew();
    pages.newest().catch((error: unknown) => console.warn("The newest messages could not be loaded.", error));
  }

  /** What comes while the reader is away is new to them, if they had seen what was there. */
  function leave(): void {
    if (lastRead === undefined || !keeper.atEnd) return;
    decorator.forgetNew();
    decorator.newAfter = messages.newest;
  }

  function compose(): Outbox | undefined {
    const form = talk.querySelector<HTMLFormElement>("form.composer");
    const template = talk.querySelector<HTMLTemplateElement>("#pending-message");
    if (!form || !template) return undefined;
    const key = `${me}:${talk.dataset.room}`;
    const pending = new PendingMessages(template, messages, {
      retry: (id) => box.retry(id),
      discard: (id) => box.discard(id),
    });
    const box: Outbox = new Outbox(`outbox:${key}`, sessionStorage, (message) => post(`${base}/messages`, message), {
      show: (message) => pending.show(message),
      state: (id, state) => pending.state(id, state),
      remove: (id) => pending.remove(id),
      settle: async (html) => {
        await pages.idle();
        if (!messages.complete) await pages.newest();
        return takeIn(html);
      },
      signedOut: () => signIn(),
    });
    const signal = new TypingSignal(`/chat/sse/${talk.dataset.room}/typing`, form.querySelector("textarea")!);
    signal.start();
    const drafts = new Drafts(`/api/chat${base}/draft`, new LocalDraft(`drafts:${key}`, localStorage));
    composer = new Composer(form, drafts, (body, extras) => {
      decorator.forgetNew();
      signal.sent();
      if (!messages.complete) skip();
      box.add(body, extras);
      mode?.sent();
    });
    composer.start();
    files(talk, composer, language);
    mode = new ComposerMode(composer, find("[data-slot=mode]", form), find("#composer-mode", talk) as HTMLTemplateElement, list, base);
    mode.start();
    composing(composer, talk.dataset.room!, {
      // As for a message: what is older is left for the end of the talk.
      takeIn: async (html) => {
        if (!messages.complete && html.includes('hx-target="#messages"')) skip();
        await pages.idle();
        return takeIn(html);
      },
      signIn: () => signIn(),
      notSent: template.dataset.failed ?? "",
    });
    return box;
  }

  function follow(): RoomConnection {
    line = new ConnectionLine(find("#connection", talk), () => stream.connectNow());
    const stream: RoomConnection = new RoomConnection(
      talk.dataset.room!,
      Number(talk.dataset.head),
      {
        insert: async (html, replayed) => {
          await pages.idle();
          // What comes before the reader's eyes is not "since you left".
          const lineInSight = messages.complete && messages.first <= (decorator.newAfter ?? 0) + 1;
          if (!replayed && lineInSight && !decorator.newLine && !document.hidden) decorator.newAfter = undefined;
          return takeIn(html);
        },
        reset: () => pages.reload(),
        state: (state) => connectionIs(state),
      },
      browserSlots,
    );
    let latest = Math.max(messages.newest, Number(talk.dataset.newest ?? 0));
    messages.onArrival = (articles) => {
      for (const article of articles) typing.said(article.dataset.sender);
      liveTopic(talk.querySelector(".bar .topic"), articles.filter((a) => Number(a.dataset.number) > latest));
      jump.arrived(articles.filter((a) => a.dataset.sender !== me && Number(a.dataset.number) > latest).length);
      latest = messages.latest;
      marker?.check();
    };
    return stream;
  }

  function connectionIs(state: ConnectionState): void {
    line?.show(state);
    if (state.kind === "live" || state.kind === "polling") void outbox?.flush();
    if (state.kind === "stopped" && state.reason === "signed_out") signIn();
    if (state.kind !== "live" && state.kind !== "connecting") {
      typing.clear();
      presence.clear();
    }
  }

  /** Says what the server refused where the composer says it. */
  function refused(sentence: string): void {
    talk.querySelector("#composer-error")?.replaceChildren(sentence);
  }

  function signIn(): void {
    location.assign(`/account/sign-in?returnUrl=${encodeURIComponent(location.pathname)}`);
  }
}

function find(selector: string, root: ParentNode = document): HTMLElement {
  const element = root.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}
