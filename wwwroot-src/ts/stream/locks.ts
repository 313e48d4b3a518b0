/**
 * Locks among the tabs of a browser: Web Locks, or (over plain HTTP, where browsers have none) leases in the local
 * storage, which are renewed while they are held and run out with their tab.
 */

/** A lease's life; a tab in the background may be woken no more than once a minute, and then loses it. */
const leaseLife = 6_000;
const renewal = 2_000;

/** Two that take a lease at once see by then who wrote last; many wake at once when one is released or runs out. */
const settle = 60;
const settleAfterWaiting = 200;

/** Takes the lock if it is free; returns how to release it. */
export function tryHold(name: string): Promise<(() => void) | undefined> {
  return navigator.locks ? webLock(name, { ifAvailable: true }) : lease(name, settle);
}

/**
 * Waits for the lock; returns how to release it, or nothing when the waiting was ended.
 * @param lost told when a lease went to another tab without being released
 */
export async function hold(name: string, signal: AbortSignal, lost?: () => void): Promise<(() => void) | undefined> {
  if (navigator.locks) return webLock(name, { signal });
  for (let patience = settle; !signal.aborted; patience = settleAfterWaiting) {
    const release = await lease(name, patience, lost);
    if (release) return release;
    await free(name, signal);
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

async function lease(name: string, patience: number, lost?: () => void): Promise<(() => void) | undefined> {
  if (!isFree(name)) return undefined;
  write(name);
  await new Promise((resolve) => setTimeout(resolve, patience));
  if (owner(name)?.tab !== tab) return undefined;
  const renewing = setInterval(() => check(), renewal);
  const release = () => {
    clearInterval(renewing);
    removeEventListener("storage", check);
    removeEventListener("pagehide", leave);
    if (owner(name)?.tab === tab) localStorage.removeItem(name);
  };
  const lose = () => {
    release();
    lost?.();
  };
  // A page that is left may come back as it was (the browser's back button), and has the lease no more.
  const leave = () => lose();
  // Timers of a tab in the background are late, but it hears at once that another has taken over.
  const check = (event?: Event) => {
    if (owner(name)?.tab !== tab) lose();
    else if (!event) write(name);
  };
  addEventListener("storage", check);
  addEventListener("pagehide", leave);
  return release;
}

/** Until the lease is released or would have run out. A tab that crashes, or is closed while it is busy, releases nothing. */
function free(name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("storage", released);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const released = (event: StorageEvent) => event.key === name && event.newValue === null && done();
    const left = (owner(name)?.until ?? 0) - Date.now();
    const timer = setTimeout(done, Math.min(Math.max(left, 0), leaseLife) + 1);
    addEventListener("storage", released);
    signal.addEventListener("abort", done);
  });
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
