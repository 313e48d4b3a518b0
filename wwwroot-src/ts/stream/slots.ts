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
    // Over HTTP/2 all tabs share one connection, and there is nothing to be sparing with.
    if (manyAtOnce()) return () => {};
    for (let i = 0; i < streams; i++) {
      const release = await tryHold(name(i));
      if (release) return release;
    }
    full();
    return first(signal);
  },
};

const name = (slot: number) => `chatweb-stream-${slot}`;

/** Waits for all of them, and keeps the one that is free first. */
function first(signal: AbortSignal): Promise<(() => void) | undefined> {
  const enough = new AbortController();
  signal.addEventListener("abort", () => enough.abort());
  if (signal.aborted) enough.abort();
  return new Promise((resolve) => {
    let waiting = streams;
    for (let i = 0; i < streams; i++) {
      void hold(name(i), enough.signal).then((release) => {
        waiting--;
        if (release && !enough.signal.aborted) {
          enough.abort();
          resolve(release);
        } else {
          release?.();
          if (waiting === 0) resolve(undefined); // no effect when one was kept
        }
      });
    }
  });
}

function manyAtOnce(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.nextHopProtocol === "h2" || page?.nextHopProtocol === "h3";
}
