import { OwnStream, type OwnEvent } from "./OwnStream";
import { hold } from "../stream/locks";

type Said = { kind: "event"; event: OwnEvent } | { kind: "hello" } | { kind: "state"; events: OwnEvent[] };

/** What the feed needs of the stream. */
export interface Source {
  open(): void;
  close(): void;
}

/**
 * The user's own events in every tab, over one stream a browser: the tab that has the lock reads it and tells the
 * others. When it goes, the next one has the lock.
 */
export class OwnFeed {
  readonly #channel: BroadcastChannel;
  readonly #unread = new Map<number, OwnEvent>();
  #leads = false;

  constructor(
    private readonly user: string,
    private readonly take: (event: OwnEvent) => void,
    private readonly source: (tell: (event: OwnEvent) => void, ended: () => void) => Source = (tell, ended) => new OwnStream(user, tell, ended),
    private readonly lock: typeof hold = hold,
    /** Told of each event in the one tab of the browser that reads the stream. */
    private readonly once: (event: OwnEvent) => void = () => {},
  ) {
    this.#channel = new BroadcastChannel(`chatweb-own:${user}`);
    this.#channel.addEventListener("message", (message: MessageEvent<Said>) => this.#hear(message.data));
  }

  /** From now on events come; the tab leads as soon as no other does. */
  start(): void {
    this.#say({ kind: "hello" });
    void this.#lead();
  }

  async #lead(): Promise<void> {
    for (;;) {
      const [lost, lose] = promise();
      const release = await this.lock(`chatweb-own:${this.user}`, new AbortController().signal, lose);
      this.#leads = true;
      const [ended, end] = promise();
      const stream = this.source((event) => this.#tell(event), end);
      stream.open();
      // A lock holds until the tab is closed; a lease of a sleeping tab may not.
      await Promise.race([lost, ended.then(() => release?.())]);
      this.#leads = false;
      stream.close();
      // Signed out: another tab may be signed in by now, and is not to wait for this one. It tries again when it is looked at.
      await Promise.race([lost, shown()]);
    }
  }

  #tell(event: OwnEvent): void {
    this.#keep(event);
    this.#say({ kind: "event", event });
    this.take(event);
    this.once(event);
  }

  #hear(said: Said): void {
    switch (said.kind) {
      case "hello":
        if (this.#leads) this.#say({ kind: "state", events: [...this.#unread.values()] });
        break;
      case "state":
        for (const event of said.events) this.#heard(event);
        break;
      case "event":
        this.#heard(said.event);
    }
  }

  #heard(event: OwnEvent): void {
    this.#keep(event);
    this.take(event);
  }

  #keep(event: OwnEvent): void {
    if (event.type === "unread") this.#unread.set(event.room_id, event);
    if (event.type === "room_removed") this.#unread.delete(event.room_id);
    // Rooms that went while the stream was away.
    if (event.type === "rooms") for (const room of this.#unread.keys()) if (!event.room_ids.includes(room)) this.#unread.delete(room);
  }

  #say(said: Said): void {
    this.#channel.postMessage(said);
  }
}

function promise(): [Promise<void>, () => void] {
  let resolve!: () => void;
  return [new Promise<void>((r) => (resolve = r)), resolve];
}

/** When the tab comes to the front the next time. */
function shown(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
  });
}
