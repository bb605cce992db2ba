import { setTimeout } from 'node:timers/promises';

/**
 * Renews a lock time and again, and once more at the next turn where that fails. Returns what ends it, which settles
 * when no renewal is under way any more.
 */
export function keepLock(
  lock: { readonly renewMs: number; renew(): Promise<void> },
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  const released = new AbortController();
  const renewing = (async () => {
    while (await passes(lock.renewMs, released.signal)) await lock.renew().catch(onFailure);
  })();
  return async () => {
    released.abort();
    await renewing;
  };
}

/** False where the signal came first. */
const passes = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
  setTimeout(milliseconds, true, { signal, ref: false }).catch(() => false);
