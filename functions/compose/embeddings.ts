import { setTimeout } from 'node:timers/promises';
import { ExactVectorIndex } from '../../models/vectors/exact-index.js';
import type { Config } from '../../shared/config.js';
import type { Encoders } from '../../shared/ports/encoders.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { VectorStore } from '../../shared/ports/vector-store.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import type { ManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import {
  type FollowVectors,
  makeFollowVectors,
} from '../../shared/use-cases/vectors/follow-vectors.js';
import { composeEncoders } from './encoders.js';
import type { Knowledge } from './knowledge.js';
import { composePictures, type Pictures } from './pictures.js';
import type { Runtime } from './runtime.js';
import { composeVectorSync, type VectorSync } from './vector-sync.js';

export interface Embeddings {
  readonly encoders: Encoders;
  readonly followVectors: FollowVectors;
  readonly pictures: Pictures;
  readonly sync: VectorSync;
  close(): Promise<void>;
}

interface House {
  readonly store: ShopStore;
  readonly vectors: VectorStore;
  readonly knowledge: Knowledge;
  readonly manageTasks: ManageTasks;
  readonly runtime: Runtime;
}

const pause = (durationMs: number, signal: AbortSignal): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false, signal }).catch(() => undefined);

/** What makes vectors, keeps them in step with the shop and finds them. `threadScript`: the compiled `encoder-thread`. */
export async function composeEmbeddings(
  config: Config,
  house: House,
  threadScript: URL,
): Promise<Embeddings> {
  const { runtime, vectors } = house;
  const encoders = await composeEncoders(config, runtime, threadScript);
  const followVectors = makeFollowVectors({
    ...{ store: vectors, telemetry: runtime.telemetry, pause },
    newIndex: (space) => new ExactVectorIndex(space),
  });
  // Words alone are searched until the vectors have been read.
  void followVectors.watch();
  const pictures = composePictures(config, runtime.telemetry);
  const sync = composeVectorSync(config, { ...house, encoders, pictures });
  return {
    ...{ encoders, followVectors, pictures },
    sync: { ...sync, job: followed(sync.job, followVectors) },
    async close() {
      await followVectors.close();
      await encoders.close();
    },
  };
}

/** Who hears that a sync is done finds what it made. */
const followed = (job: Job, followVectors: FollowVectors): Job => ({
  async run(run) {
    const result = await job.run(run);
    await followVectors.catchUp();
    return result;
  },
});
