import { createParser, type EventSourceMessage } from "eventsource-parser";

/**
 * Reads Server-Sent Events from a response and hands each over before it reads on: an event counts as received only
 * when its handler is done.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  handle: (event: EventSourceMessage) => Promise<void>,
  onBytes: () => void,
  onRetry: (milliseconds: number) => void,
): Promise<void> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event), onRetry });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes();
      parser.feed(decoder.decode(value, { stream: true }));
      for (let event = events.shift(); event; event = events.shift()) await handle(event);
    }
  } finally {
    reader.cancel().catch(() => {}); // it has ended already, or ends with the request
  }
}
