import { AppError } from '../../shared/domain/errors.js';
import type { Bookmarks } from '../../shared/ports/bookmarks.js';
import type { DocumentFeed } from '../../shared/ports/document-feed.js';
import type { Clock } from '../../shared/ports/runtime.js';
import type { ChangesTrigger, Trigger } from '../trigger.js';
import { type ChangesLease, readLease, writeLease } from './changes-lease.js';

export interface Changes {
  /** Takes no more and aborts what runs; resolves once it has ended. */
  close(): Promise<void>;
}

export interface ChangesHost {
  readonly triggers: readonly Trigger[];
  readonly feed: DocumentFeed;
  /** Where is kept how far each trigger has come, and which process handles it for now. */
  readonly bookmarks: Bookmarks;
  /** Of this process, unique among all. */
  readonly holder: string;
  readonly clock: Clock;
  /** Settles after so many milliseconds, or as soon as the signal is aborted. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
  readonly everyMs: number;
  readonly reportFailure: (name: string, error: unknown) => void;
}

/** A process that has not looked for so many turns has left its place to another. */
const turnsPerLease = 10;

/**
 * Runs the change triggers in this process, as the Functions host does: each from where it was left, in one process at a
 * time as good as bookmarks can tell, so that documents may come twice. What fails is tried again until it succeeds.
 */
export function startChanges(host: ChangesHost): Changes {
  const closing = new AbortController();
  const running = host.triggers.flatMap((trigger) =>
    trigger.kind === 'changes' ? [follow(host, trigger, closing.signal)] : [],
  );
  return {
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}

async function follow(host: ChangesHost, trigger: ChangesTrigger, signal: AbortSignal) {
  while (!signal.aborted) {
    let hasMore = false;
    try {
      hasMore = await takeTurn(host, trigger, signal);
    } catch (error) {
      if (!signal.aborted) host.reportFailure(trigger.name, error);
    }
    if (!hasMore) await host.pause(host.everyMs, signal);
  }
}

/** Handles one page, where no other process does; whether there is more. */
async function takeTurn(
  host: ChangesHost,
  trigger: ChangesTrigger,
  signal: AbortSignal,
): Promise<boolean> {
  const { feed, bookmarks, holder, clock, everyMs } = host;
  const now = clock();
  const lease = await readLease(bookmarks, trigger.name);
  if (lease !== undefined && lease.holder !== holder && lease.until > now) return false;
  const until = now + turnsPerLease * everyMs;
  const page = await feed.after(trigger.container, lease?.cursor).catch((error: unknown) => {
    if (lease === undefined || !isForeign(error)) throw error;
    // Its container was made anew: what was before is for the sync.
    host.reportFailure(trigger.name, error);
    return feed.after(trigger.container, undefined);
  });
  if (page.documents.length > 0) await trigger.handle(page.documents, signal);
  const next: ChangesLease = { holder, until, cursor: page.cursor };
  if (isDue(lease, next, now)) await writeLease(bookmarks, trigger.name, next);
  return page.hasMore;
}

const isForeign = (error: unknown) => error instanceof AppError && error.code === 'invalid';

/** Where nothing happens, the place is written only to keep it: each write costs. */
function isDue(lease: ChangesLease | undefined, next: ChangesLease, now: number): boolean {
  if (lease?.holder !== next.holder || lease.cursor !== next.cursor) return true;
  return lease.until - now < (next.until - now) / 2;
}
