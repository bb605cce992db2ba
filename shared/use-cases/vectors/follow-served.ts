import { isSameSpace, type VectorKind, vectorKinds } from '../../domain/vector-space.js';
import type { HybridIndex } from '../../ports/hybrid-index.js';
import type { Telemetry } from '../../ports/runtime.js';
import type { OpenSpace, ServedSpace } from '../../ports/served-space.js';
import type { VectorStore } from '../../ports/vector-store.js';
import type { FollowVectors } from './follow-vectors.js';

/** As `FollowVectors`, of spaces that are searched where they lie: this process holds none of their vectors. */
export interface FollowServed extends FollowVectors {
  /** Of the texts that serve; undefined where there are none, or nobody searches so. */
  hybrid(): HybridIndex | undefined;
}

interface Dependencies {
  readonly store: Pick<VectorStore, 'active'>;
  readonly openSpace: OpenSpace;
  readonly telemetry: Telemetry;
  /** Settles after so many milliseconds, or as soon as the signal is aborted. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** Between two looks at which space serves. */
  readonly everyMs: number;
}

/** Another space serves seldom, and how many vectors it has is of no consequence: counted once in so many looks. */
const looksPerCount = 60;

/** Keeps track of which spaces serve, whichever process activates them. */
export function makeFollowServed(dependencies: Dependencies): FollowServed {
  const { telemetry, pause, everyMs } = dependencies;
  const closing = new AbortController();
  const served = new Map<VectorKind, ServedSpace>();
  let looks = 0;
  const catchUp = async () => {
    const isToCount = looks % looksPerCount === 0;
    looks += 1;
    await Promise.all(vectorKinds.map((kind) => look(dependencies, served, kind, isToCount)));
  };
  return {
    index: (kind) => served.get(kind)?.index,
    hybrid: () => served.get('text')?.hybrid,
    catchUp,
    async watch() {
      while (!closing.signal.aborted) {
        await catchUp().catch((error: unknown) =>
          telemetry.exception(error, { during: 'following the spaces that serve' }),
        );
        await pause(everyMs, closing.signal);
      }
    },
    async close() {
      closing.abort();
    },
  };
}

async function look(
  { store, openSpace }: Dependencies,
  served: Map<VectorKind, ServedSpace>,
  kind: VectorKind,
  isToCount: boolean,
): Promise<void> {
  const space = await store.active(kind);
  const current = served.get(kind);
  if (space === undefined) {
    served.delete(kind);
    return;
  }
  if (current !== undefined && isSameSpace(current.index.space, space) && !isToCount) return;
  const opened = await openSpace(space);
  if (opened !== undefined) served.set(kind, opened);
}
