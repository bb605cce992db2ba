import { archivedChangeLog } from '../../shared/adapters/archive/archived-change-log.js';
import { artifactChangeArchive } from '../../shared/adapters/archive/change-archive.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import type { ChangeLog } from '../../shared/ports/change-log.js';
import type { TrainingRunner } from '../../shared/ports/training-runner.js';
import { makeArchiveChanges } from '../../shared/use-cases/archive/archive-changes.js';
import type { Places } from './places/places.js';
import type { Runtime } from './runtime.js';

export interface History {
  /** All that happened in the shop. */
  readonly changes: ChangeLog;
  /** The runner, which puts aside first what happened, for itself and whoever starts later to begin with. */
  archiving(runner: TrainingRunner): TrainingRunner;
}

/**
 * A log that is shared is far away and asks a price for every reading: it is read from what was put aside of it, and on
 * from there. One in the data folder is as good as any archive.
 */
export function composeHistory(
  { followEveryMs }: Pick<Places, 'followEveryMs'>,
  { changes: live }: { readonly changes: ChangeLog },
  artifacts: ArtifactStore,
  { clock, newId, telemetry }: Runtime,
): History {
  if (followEveryMs === undefined) return { changes: live, archiving: (runner) => runner };
  const archive = artifactChangeArchive({ artifacts, newId });
  const changes = archivedChangeLog({ live, archive, clock, telemetry });
  const archiveChanges = makeArchiveChanges({ changes, archive, clock });
  return {
    changes,
    archiving: ({ train }) => ({
      async train(request, progress, signal) {
        await archiveChanges(signal);
        return train(request, progress, signal);
      },
    }),
  };
}
