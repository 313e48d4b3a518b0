import { takeInOrder } from "../htmx";
import { RoomConnection, type ConnectionState } from "../stream/RoomConnection";
import { browserSlots } from "../stream/slots";
import { ConnectionLine } from "../talk/ConnectionLine";
import { liveTopic } from "../talk/liveTopic";
import type { MessageList } from "../talk/MessageList";
import type { Pages } from "../talk/Pages";
import type { Presence } from "../talk/Presence";
import type { TypingLine } from "../talk/TypingLine";
import type { Reading } from "./Reading";
import { roomState } from "./roomState";
import { find, signIn, type RoomPage } from "./RoomPage";
import type { Writing } from "./writing";

export interface Followed {
  readonly messages: MessageList;
  readonly pages: Pages;
  readonly reading: Reading;
  readonly typing: TypingLine;
  readonly presence: Presence;
  readonly writing: Writing | undefined;
}

/** The room's stream, not started yet: what it brings is taken in, and the reader is told how it is. */
export function following(page: RoomPage, { messages, pages, reading, typing, presence, writing }: Followed): RoomConnection {
  const { talk } = page;
  const line = new ConnectionLine(find("#connection", talk), () => stream.connectNow());
  const stream: RoomConnection = new RoomConnection(
    page.room,
    Number(talk.dataset.head),
    {
      insert: async (html, replayed) => {
        await pages.idle();
        if (!replayed) reading.expect();
        return takeInOrder(html);
      },
      reset: async () => {
        await pages.renew();
        await takeInOrder(await roomState(page.base));
      },
      state: connectionIs,
    },
    browserSlots,
  );

  let latest = Math.max(messages.newest, page.newest);
  messages.onArrival = (articles) => {
    for (const article of articles) typing.said(article.dataset.sender);
    const newer = articles.filter((article) => Number(article.dataset.number) > latest);
    liveTopic(talk.querySelector(".bar .topic"), newer);
    reading.arrived(newer);
    latest = messages.latest;
  };
  return stream;

  function connectionIs(state: ConnectionState): void {
    line.show(state);
    if (state.kind === "live" || state.kind === "polling") writing?.goOn();
    if (state.kind === "stopped" && state.reason === "signed_out") signIn();
    if (state.kind !== "live" && state.kind !== "connecting") {
      typing.clear();
      presence.clear();
    }
  }
}
