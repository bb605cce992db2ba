import { shopOwner } from '../../domain/tasks/task.js';
import { isSameSpace } from '../../domain/vector-space.js';
import type { VectorStore } from '../../ports/vector-store.js';
import type { ManageTasks } from '../tasks/manage-tasks.js';
import type { VectorMaker } from './encoding/vector-maker.js';

export interface SyncVectors {
  /** Asks for a sync, unless one waits or runs already, on whatever instance. */
  start(): ReturnType<ManageTasks['start']>;
  /** As `start`, where vectors of the encoders that are loaded do not serve yet. */
  startFirst(): Promise<void>;
}

/** One sync at a time across all instances, each a task whose record says what it did. */
export function makeSyncVectors({
  manageTasks,
  vectors,
  makers,
}: {
  readonly manageTasks: Pick<ManageTasks, 'start'>;
  readonly vectors: Pick<VectorStore, 'active'>;
  readonly makers: readonly Pick<VectorMaker, 'kind' | 'space'>[];
}): SyncVectors {
  const start = () => manageTasks.start({ kind: 'sync-vectors', owner: shopOwner, request: {} });
  return {
    start,
    async startFirst() {
      for (const { kind, space } of makers) {
        const active = await vectors.active(kind);
        if (active !== undefined && isSameSpace(active, space)) continue;
        await start();
        return;
      }
    },
  };
}
