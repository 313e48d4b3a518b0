const timeout = 20_000;

/** What the page shows of a room besides its messages, as it is now: its people, how far they have read, its topic. */
export async function roomState(base: string): Promise<string> {
  const response = await fetch(`${base}/state`, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(timeout) });
  if (!response.ok) throw new Error(`The room's state could not be loaded: ${response.status}.`);
  return response.text();
}
