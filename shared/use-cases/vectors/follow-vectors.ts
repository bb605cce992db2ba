import { isSameSpace, type VectorKind, vectorKinds } from '../../domain/vector-space.js';
import type { Telemetry } from '../../ports/runtime.js';
import type { NewVectorIndex, VectorIndex } from '../../ports/vector-index.js';
import type { VectorStore } from '../../ports/vector-store.js';
import { FollowedIndex } from './followed-index.js';

export interface FollowVectors {
  /**
   * The vectors of the space that serves: undefined where none does, and until it has been read for the first time; while
   * another space is read, the one before goes on. To be asked for once a request, and for queries of its `space` only.
   */
  index(kind: VectorKind): VectorIndex | undefined;
  /** Settles once all that was written before the call is in the indexes. Rejects as the store does. */
  catchUp(): Promise<void>;
  /** Catches up again and again until `close`. */
  watch(): Promise<void>;
  /** Stops in the midst of reading; what was read goes on to serve. */
  close(): Promise<void>;
}

interface Dependencies {
  readonly store: Pick<VectorStore, 'active' | 'changesAfter'>;
  readonly newIndex: NewVectorIndex;
  readonly telemetry: Telemetry;
  /** Settles after so many milliseconds, or as soon as the signal is aborted. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** Between two looks; more where each costs something. */
  readonly everyMs?: number;
}

const usualEveryMs = 1_000;

/** Keeps an index of each kind's vectors in step with the store, whichever process writes there. */
export function makeFollowVectors(dependencies: Dependencies): FollowVectors {
  const { telemetry, pause, everyMs = usualEveryMs } = dependencies;
  const closing = new AbortController();
  const { signal } = closing;
  const followed = new Map<VectorKind, FollowedIndex>();
  const look = makeLook(dependencies, followed, signal);
  let last = Promise.resolve();
  let next: Promise<void> | undefined;

  /** The run under way may have read its last page before the caller's write: one more, shared by all who wait. */
  function catchUp(): Promise<void> {
    next ??= last.then(() => {
      next = undefined;
      const running = lookAtAll(look);
      last = running.catch(() => undefined);
      return running;
    });
    return next;
  }

  return {
    index: (kind) => followed.get(kind)?.index,
    catchUp,
    async watch() {
      while (!signal.aborted) {
        await catchUp().catch((error: unknown) =>
          telemetry.exception(error, { during: 'following vectors' }),
        );
        await pause(everyMs, signal);
      }
    },
    async close() {
      closing.abort();
      await next?.catch(() => undefined);
      await last;
    },
  };
}

/** One kind's trouble does not keep the other back. */
async function lookAtAll(look: (kind: VectorKind) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(vectorKinds.map(look));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

function makeLook(
  { store, newIndex }: Dependencies,
  followed: Map<VectorKind, FollowedIndex>,
  signal: AbortSignal,
): (kind: VectorKind) => Promise<void> {
  return async (kind) => {
    const space = await store.active(kind);
    const current = followed.get(kind);
    if (space === undefined) {
      followed.delete(kind);
      return;
    }
    const isSame = current !== undefined && isSameSpace(current.index.space, space);
    if (isSame && (await current.readOn(signal))) return;
    const fresh = new FollowedIndex(store, newIndex(space));
    if (await fresh.readOn(signal)) followed.set(kind, fresh);
  };
}
