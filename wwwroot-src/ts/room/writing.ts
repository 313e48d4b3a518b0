import { composing } from "../composer/composing";
import { Drafts } from "../composer/drafts/Drafts";
import { LocalDraft } from "../composer/drafts/LocalDraft";
import { files } from "../files/files";
import { takeIn } from "../htmx";
import { askBeforeLoss } from "../outbox/askBeforeLoss";
import { Outbox } from "../outbox/Outbox";
import { PendingMessages } from "../outbox/PendingMessages";
import { post } from "../outbox/post";
import { Composer } from "../talk/Composer";
import { ComposerMode } from "../talk/ComposerMode";
import type { Decorator } from "../talk/Decorator";
import type { MessageList } from "../talk/MessageList";
import type { Pages } from "../talk/Pages";
import { TypingSignal } from "../talk/TypingSignal";
import type { Reading } from "./Reading";
import { find, signIn, type RoomPage } from "./RoomPage";

/** What somebody who may write writes with. */
export interface Writing {
  readonly composer: Composer;
  readonly mode: ComposerMode;
  readonly outbox: Outbox;
  /** The server is there: what waited for it goes. */
  goOn(): void;
}

export interface WrittenInto {
  readonly messages: MessageList;
  readonly pages: Pages;
  readonly decorator: Decorator;
  readonly reading: Reading;
}

/** Brings the composer to life and what is sent to the server; nothing on a page without a composer. */
export function writing(page: RoomPage, { messages, pages, decorator, reading }: WrittenInto): Writing | undefined {
  const { talk, base, room } = page;
  const form = talk.querySelector<HTMLFormElement>("form.composer");
  const template = talk.querySelector<HTMLTemplateElement>("#pending-message");
  if (!form || !template) return undefined;

  const key = `${page.me}:${room}`;
  const pending = new PendingMessages(template, messages, {
    retry: (id) => outbox.retry(id),
    discard: (id) => outbox.discard(id),
  });
  const outbox: Outbox = new Outbox(`outbox:${key}`, sessionStorage, (message) => post(`${base}/messages`, message), {
    show: (message) => pending.show(message),
    state: (id, state) => pending.state(id, state),
    remove: (id) => pending.remove(id),
    settle: async (html) => {
      await pages.idle();
      if (!messages.complete) await pages.newest();
      return takeIn(html);
    },
    signedOut: signIn,
  });

  askBeforeLoss(() => outbox.waits || outbox.hasRefused);

  const signal = new TypingSignal(`/chat/sse/${room}/typing`, form.querySelector("textarea")!);
  signal.start();
  const drafts = new Drafts(`/api/chat${base}/draft`, new LocalDraft(`drafts:${key}`, localStorage));
  const composer = new Composer(form, drafts, (body, extras) => {
    decorator.forgetNew();
    signal.sent();
    if (!messages.complete) reading.skip();
    outbox.add(body, extras);
    mode.sent();
  });
  composer.start();
  files(talk, composer, page.language);
  const mode = new ComposerMode(composer, find("[data-slot=mode]", form), find<HTMLTemplateElement>("#composer-mode", talk), page.list, base, async () => {
    if (!messages.complete) await pages.newest();
  });
  mode.start();
  composing(composer, room, {
    // As for a message: what is older is left for the end of the talk.
    takeIn: async (html) => {
      if (!messages.complete && html.includes('hx-target="#messages"')) reading.skip();
      await pages.idle();
      return takeIn(html);
    },
    signIn,
    afterMessages: () => outbox.idle(),
    notSent: template.dataset.failed ?? "",
  });
  return {
    composer,
    mode,
    outbox,
    goOn: () => {
      void outbox.flush();
      void drafts.save();
    },
  };
}
