import { csrfHeader } from "../csrf";
import type { Extras } from "../talk/Composer";

export interface Unsent extends Extras {
  clientId: string;
  body: string;
  /** When it was written, RFC 3339. */
  at: string;
}

export type PostResult =
  /** With a path the writer goes there. */
  | { kind: "sent"; html: string; path?: string }
  /** The server won't take it; sending the same again would not help. */
  | { kind: "refused"; sentence: string }
  | { kind: "wait"; milliseconds: number }
  | { kind: "unreachable" }
  | { kind: "signed_out" };

const timeout = 20_000;

/** Browsers finish at most 64 KB of requests for pages that are gone; the longest message has 48 KB, all of it emoji. */
const mostKept = 50_000;

/** Sends one message, also when the page is left meanwhile. Sending it again is harmless: the server knows it by its client id. */
export async function post(url: string, message: Unsent): Promise<PostResult> {
  try {
    const form = fields(message);
    const response = await fetch(url, {
      method: "POST",
      headers: { ...csrfHeader(), "HX-Request": "true" },
      body: form,
      keepalive: String(form).length <= mostKept,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    const path = response.headers.get("HX-Redirect");
    if (response.ok) return { kind: "sent", html: await response.text(), ...(path !== null && { path }) };
    if (response.status === 401 || response.type === "opaqueredirect") return { kind: "signed_out" };
    if (response.status === 429) return { kind: "wait", milliseconds: 1000 * (Number(response.headers.get("Retry-After")) || 1) };
    if (response.status >= 500) return { kind: "unreachable" };
    return { kind: "refused", sentence: await sentenceOf(response) };
  } catch {
    return { kind: "unreachable" };
  }
}

function fields(message: Unsent): URLSearchParams {
  const form = new URLSearchParams({ body: message.body, client_id: message.clientId });
  if (message.replyTo !== undefined) form.set("reply_to", String(message.replyTo));
  for (const id of message.attachments ?? []) form.append("attachments", String(id));
  if (message.draft) form.set("draft", "true");
  return form;
}

/** The sentence of a problem (RFC 9457): its field's, else its title. */
export async function sentenceOf(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { title?: string; errors?: Record<string, string[]> };
    return Object.values(problem.errors ?? {})[0]?.[0] ?? problem.title ?? "";
  } catch {
    return "";
  }
}
