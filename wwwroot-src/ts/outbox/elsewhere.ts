import { askBeforeLoss } from "./askBeforeLoss";
import { Outbox, type OutboxView, type UnsentStorage } from "./Outbox";
import { post, type PostResult, type Unsent } from "./post";

/** Nobody looks at those rooms. What one of them refuses waits there, where its writer reads why. */
const unseen: OutboxView = { show() {}, state() {}, remove() {}, settle: async () => {}, signedOut() {} };

/**
 * Sends what this tab wrote in rooms that it does not show, each room's messages in their order.
 * @param shown the room that does so itself
 */
export function elsewhere(
  me: string,
  shown: string | undefined,
  storage: UnsentStorage & Pick<Storage, "key" | "length"> = sessionStorage,
  send: (url: string, message: Unsent) => Promise<PostResult> = post,
): void {
  const prefix = `outbox:${me}:`;
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i)!).filter((key) => key.startsWith(prefix));
  const rooms = keys.map((key) => key.slice(prefix.length)).filter((room) => room !== shown);
  const outboxes = rooms.map((room) => new Outbox(prefix + room, storage, (message) => send(`/rooms/${room}/messages`, message), unseen));
  for (const outbox of outboxes) {
    outbox.restore();
    askBeforeLoss(() => outbox.waits);
    addEventListener("online", () => void outbox.flush());
  }
}
