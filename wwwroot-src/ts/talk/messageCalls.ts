import { csrfHeader } from "../csrf";
import { sentenceOf } from "../outbox/post";

const timeout = 20_000;

/** What the server answered: its content, or the sentence with which it refused (empty when it could not be reached). */
export type Answer = { ok: true; response: Response } | { ok: false; sentence: string };

/** Asks the server something about a message. */
export async function ask(url: string, method = "GET", body?: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(method === "GET" ? {} : csrfHeader()), "HX-Request": "true", ...headers },
      body: body ?? null,
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    return response.ok ? { ok: true, response } : { ok: false, sentence: response.status < 500 ? await sentenceOf(response) : "" };
  } catch {
    return { ok: false, sentence: "" };
  }
}
