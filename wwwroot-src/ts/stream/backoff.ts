const longest = 30_000;

/**
 * How long to wait before the next attempt, in milliseconds: 1, 2, 4 … 30 s, spread by a fifth to either side, so that
 * a restarted server does not meet everybody at once.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const base = Math.min(1000 * 2 ** Math.max(0, failures - 1), longest);
  return Math.round(base * (0.8 + 0.4 * random()));
}
