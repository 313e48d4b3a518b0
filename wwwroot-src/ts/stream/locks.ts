/**
 * Locks among the tabs of a browser: Web Locks, or (over plain HTTP, where browsers have none) leases in the local
 * storage, which are renewed while they are held and run out with their tab.
 */

/** A lease's life; a tab in the background may be woken no more than once a minute, and then loses it. */
const leaseLife = 10_000;
const renewal = 3_000;

/** Two that take a lease at once see by then who wrote last. */
const settle = 60;

/** Takes the lock if it is free; returns how to release it. */
export function tryHold(name: string): Promise<(() => void) | undefined> {
  return navigator.locks ? webLock(name, { ifAvailable: true }) : lease(name);
}

/** Waits for the lock; returns how to release it, or nothing when the waiting was ended. */
export async function hold(name: string, signal: AbortSignal, lost?: () => void): Promise<(() => void) | undefined> {
  if (navigator.locks) return webLock(name, { signal });
  while (!signal.aborted) {
    const release = await lease(name, lost);
    if (release) return release;
    await new Promise((resolve) => setTimeout(resolve, renewal));
  }
  return undefined;
}

function webLock(name: string, options: LockOptions): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, options, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(undefined)); // the waiting was ended
  });
}

const tab = Math.random().toString(36).slice(2);

async function lease(name: string, lost?: () => void): Promise<(() => void) | undefined> {
  if (!isFree(name)) return undefined;
  write(name);
  await new Promise((resolve) => setTimeout(resolve, settle));
  if (owner(name)?.tab !== tab) return undefined;
  const renewing = setInterval(() => {
    if (owner(name)?.tab === tab) return write(name);
    release();
    lost?.();
  }, renewal);
  const release = () => {
    clearInterval(renewing);
    removeEventListener("pagehide", release);
    if (owner(name)?.tab === tab) localStorage.removeItem(name);
  };
  addEventListener("pagehide", release);
  return release;
}

function isFree(name: string): boolean {
  const held = owner(name);
  return !held || held.until < Date.now();
}

function owner(name: string): { tab: string; until: number } | undefined {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "") as { tab: string; until: number };
  } catch {
    return undefined;
  }
}

function write(name: string): void {
  localStorage.setItem(name, JSON.stringify({ tab, until: Date.now() + leaseLife }));
}
