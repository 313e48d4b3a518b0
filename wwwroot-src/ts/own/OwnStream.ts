import type { EventSourceMessage } from "eventsource-parser";
import { EventConnection } from "../stream/EventConnection";

/** What the user's own stream says; the server's names. */
export type OwnEvent =
  | { type: "unread"; room_id: number; unread_count: number; mention_count: number }
  | { type: "rooms"; room_ids: number[] }
  | { type: "room_added"; room_id: number }
  | { type: "room_removed"; room_id: number }
  | { type: "mention"; room_id: number; message: MentionMessage }
  | { type: "notice" };

/** What of a message that names the user is said of it. */
export interface MentionMessage {
  id: number;
  sender_name: string;
  body: string;
}

const told = new Set(["unread", "rooms", "room_added", "room_removed", "mention", "notice"]);

/** The user's own stream, across rooms. It has no place to go on from: it begins with what holds. */
export class OwnStream {
  readonly #connection: EventConnection;

  /**
   * @param user who the page was made for
   * @param ended told when the browser is signed out, or somebody else is signed in
   */
  constructor(
    private readonly user: string,
    private readonly tell: (event: OwnEvent) => void,
    private readonly ended: () => void,
  ) {
    this.#connection = new EventConnection("/chat/sse/me", {
      headers: () => ({}),
      event: (event) => this.#take(event),
      state: (state) => state.kind === "stopped" && this.ended(),
    });
  }

  open(): void {
    this.#connection.open();
  }

  close(): void {
    this.#connection.close();
  }

  async #take(event: EventSourceMessage): Promise<void> {
    if (event.event === "connection_ack") {
      if ((JSON.parse(event.data) as { user_uuid: string }).user_uuid !== this.user) this.#connection.stop("signed_out");
    } else if (event.event && told.has(event.event)) {
      this.tell(JSON.parse(event.data) as OwnEvent);
    }
  }
}
