import { hold, tryHold } from "./locks";

/** Streams of a browser's visible tabs at once. Of the six connections per server (HTTP/1.1) one is the user's own stream, one is for the rest. */
const streams = 4;

/** The right of a tab to hold a room's stream, shared by all tabs of the browser. */
export interface Slots {
  /**
   * Takes a slot; returns how to give it back.
   * @param signal ends the waiting
   * @param full told when there is none just now
   */
  take(signal: AbortSignal, full: () => void): Promise<(() => void) | undefined>;
}

export const browserSlots: Slots = {
  async take(signal, full) {
    for (let i = 0; i < streams; i++) {
      const release = await tryHold(`chatweb-stream-${i}`);
      if (release) return release;
    }
    full();
    return hold(`chatweb-stream-${Math.floor(Math.random() * streams)}`, signal);
  },
};
