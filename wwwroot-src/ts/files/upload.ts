import { csrfHeader } from "../csrf";
import { sentenceOf } from "../outbox/post";

/** A file as the server has it (PROTOCOL: an attachment). */
export interface Attachment {
  id: number;
  name: string;
  content_type: string;
  size: number;
  width?: number | null;
  height?: number | null;
  url: string;
  preview_url?: string | null;
}

export type UploadResult =
  | { kind: "done"; attachment: Attachment }
  /** The server won't take it; the same again would not help. */
  | { kind: "refused"; sentence: string }
  /** Nobody answered, or not now; the same again may help. */
  | { kind: "broken"; milliseconds?: number };

/** Without a byte on its way for so long, the connection is taken for dead. */
const stalled = 60_000;

/** Uploads one file whole. XMLHttpRequest, since `fetch` tells nothing of what has gone out. */
export function upload(url: string, file: File, onProgress: (sent: number) => void, signal: AbortSignal): Promise<UploadResult> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let watch = setTimeout(() => request.abort(), stalled);
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), stalled);
    };
    request.upload.addEventListener("progress", (event) => {
      alive();
      onProgress(event.loaded);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(watch);
      // A proxy may answer for the server, with anything.
      resultOf(request).then(resolve, () => resolve({ kind: "broken" }));
    });
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", `${url}?name=${encodeURIComponent(file.name)}`);
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
}

/** The small version of a picture; the message goes without it if that fails. */
export async function uploadPreview(url: string, attachment: Attachment, preview: Blob): Promise<Attachment> {
  try {
    const response = await fetch(`${url}/${attachment.id}/preview`, {
      method: "PUT",
      headers: { ...csrfHeader(), "Content-Type": "application/octet-stream" },
      body: preview,
      signal: AbortSignal.timeout(stalled),
    });
    return response.ok ? { ...attachment, preview_url: `${attachment.url}?preview` } : attachment;
  } catch {
    return attachment;
  }
}

/** Takes back a file that is not sent after all; otherwise the server sweeps it later. */
export function takeBack(url: string, attachment: Attachment): void {
  fetch(`${url}/${attachment.id}`, { method: "DELETE", headers: csrfHeader() }).catch(() => {});
}

async function resultOf(request: XMLHttpRequest): Promise<UploadResult> {
  const { status } = request;
  if (status === 201) return { kind: "done", attachment: JSON.parse(request.responseText) as Attachment };
  if (status === 0 || status === 401 || status === 429 || (status >= 500 && status !== 507)) {
    const wait = Number(status === 0 ? 0 : request.getResponseHeader("Retry-After"));
    return wait > 0 ? { kind: "broken", milliseconds: wait * 1000 } : { kind: "broken" };
  }
  return { kind: "refused", sentence: await sentenceOf(new Response(request.responseText)) };
}
