import { describe, expect, it, vi } from "vitest";
import { upload } from "../ts/files/upload";

/** A server, or what stands before it, that answers at once. */
function answers(status: number, responseText: string): void {
  vi.stubGlobal(
    "XMLHttpRequest",
    class extends EventTarget {
      upload = new EventTarget();
      status = status;
      responseText = responseText;
      open() {}
      setRequestHeader() {}
      getResponseHeader = () => null;
      send = () => this.dispatchEvent(new Event("loadend"));
    },
  );
}

describe("an upload", () => {
  it.each([
    [201, '{"id":1}', { kind: "done", attachment: { id: 1 } }],
    [201, "<html>Please sign in to this network</html>", { kind: "broken" }],
    [413, '{"title":"Too large."}', { kind: "refused", sentence: "Too large." }],
    [503, "", { kind: "broken" }],
  ])("answered with %i and %s has an end", async (status, body, result) => {
    answers(status, body);
    expect(await upload("/files", new File(["x"], "x"), () => {}, new AbortController().signal)).toEqual(result);
  });
});
