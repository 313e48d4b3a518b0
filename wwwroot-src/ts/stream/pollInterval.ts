/** What decides how often a page without a stream asks. */
export interface PollConditions {
  hidden: boolean;
  /** Milliseconds since the reader last did something. */
  idle: number;
  /** Messages that came in the last minute. */
  recent: number;
  /** The server's load, 0 to 1, as its last answer said. */
  load: number;
}

const minute = 60_000;
const shortest = 2_000;
const longest = 30_000;

/**
 * Milliseconds until the next poll (PROTOCOL, "Falling back"): by what the reader does and by how much is said, the
 * shorter of the two; slower by half, up to 30 s, when the server is busy, quicker by a fifth, down to 2 s, when it is not.
 */
export function pollInterval({ hidden, idle, recent, load }: PollConditions): number {
  const byReader = hidden ? 30_000 : idle < minute ? 5_000 : idle < 5 * minute ? 15_000 : 60_000;
  const byTalk = recent > 10 ? 2_000 : recent > 5 ? 3_000 : recent > 0 ? 5_000 : 10_000;
  const base = Math.min(byReader, byTalk);
  if (load > 0.8) return Math.max(base, Math.min(base * 1.5, longest));
  if (load < 0.3) return Math.min(base, Math.max(base * 0.8, shortest));
  return base;
}
