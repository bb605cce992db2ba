import { nothingSynced, type SyncOutcome } from '../../domain/sync-outcome.js';
import type { ProductSource } from '../../ports/product-source.js';
import type { FollowChanges } from '../follow-changes.js';
import type { Job, JobResult, JobRun } from '../tasks/job.js';
import { type EncodeDependencies, encodeCatalogue } from './encode-catalogue.js';
import type { VectorMaker } from './encoding/vector-maker.js';
import { removeLeftovers } from './remove-leftovers.js';
import { mirrorSource } from './source/mirror-source.js';
import { switchSpaces } from './switch-spaces.js';
import { keepPass, newPass, passOf } from './sync-pass.js';

export interface SyncJobDependencies extends EncodeDependencies {
  readonly followChanges: Pick<FollowChanges, 'catchUp'>;
  /** One a kind. */
  readonly makers: readonly VectorMaker[];
  /** Whose products the catalogue follows, where it follows any. */
  readonly openSource?: (() => Promise<ProductSource>) | undefined;
}

/**
 * Brings the catalogue in step with its source, and the vectors in step with the catalogue. Where the encoders make
 * vectors of another space than the one that serves, all of them are made beside it, and serve once they are complete.
 * Another attempt goes on with the catalogue where the one before it was. Rejects as `mirrorSource` and `encodeCatalogue`.
 */
export function makeSyncJob(dependencies: SyncJobDependencies): Job {
  const { makers, vectors, bookmarks, followChanges } = dependencies;
  return {
    async run(run) {
      const lanes = makers.map((maker) => ({ maker, space: maker.space }));
      let pass = await passOf(run.task.id, lanes, bookmarks);
      if (pass === undefined) {
        pass = newPass(run.task.id, lanes, await mirror(dependencies, run));
        await keepPass(pass, bookmarks);
      }
      const { outcome } = await encodeCatalogue(dependencies, lanes, pass, run);
      await followChanges.catchUp();
      const removed = await removeLeftovers(dependencies, lanes, run);
      await switchSpaces(vectors, lanes, run);
      return summary({ ...outcome, removed });
    },
  };
}

async function mirror(
  { openSource, ...dependencies }: SyncJobDependencies,
  run: JobRun,
): Promise<SyncOutcome> {
  if (openSource === undefined) return nothingSynced;
  const source = await openSource();
  try {
    return await mirrorSource(dependencies, source, run);
  } finally {
    await source.close();
  }
}

function summary(outcome: SyncOutcome): JobResult {
  const { read, failed } = outcome;
  if (failed === 0) return { result: outcome };
  return { result: outcome, reason: `${failed} of ${read} products could not be used in whole` };
}
