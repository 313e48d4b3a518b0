/** Fills `{0}` of a sentence that the server rendered in the reader's language. */
export function say(sentence: string | undefined, value: string | number): string {
  return (sentence ?? "").replace("{0}", String(value));
}
