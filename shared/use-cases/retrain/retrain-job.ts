import type { ChangeLog } from '../../ports/change-log.js';
import type { Progress } from '../../ports/runtime.js';
import type { Job, JobResult } from '../tasks/job.js';
import { newsSince } from './news.js';
import { reportTraining } from './report-training.js';
import { runTraining, type Trained, type TrainingDependencies } from './run-training.js';

export interface RetrainJobDependencies extends TrainingDependencies {
  readonly changes: ChangeLog;
  /** For whoever looks at this process. */
  readonly progress: Progress;
}

/**
 * Trains, unless nothing has happened since the newest version: that a worker died right after it published is no reason
 * to train again. Another attempt trains from the same seed.
 */
export function makeRetrainJob(dependencies: RetrainJobDependencies): Job {
  return {
    async run({ task, progress, signal, confirm }) {
      const reason = await newsSince(dependencies);
      if (reason !== undefined) return { reason };
      const shown = onBoth(progress, dependencies.progress);
      const run = { seed: task.createdAt >>> 0, progress: shown, signal, confirm };
      try {
        const trained = await runTraining(dependencies, run);
        reportTraining(dependencies.telemetry, trained);
        return summary(trained);
      } finally {
        shown.end();
      }
    },
  };
}

function onBoth(record: Pick<Progress, 'report'>, watched: Progress): Progress {
  return {
    report(...told) {
      record.report(...told);
      watched.report(...told);
    },
    end: () => watched.end(),
  };
}

function summary({ outcome, manifest }: Trained): JobResult {
  const { data, verdict, declined } = outcome;
  const models = (manifest?.models ?? []).map(({ files, ...entry }) => entry);
  const judged = manifest?.verdict ?? verdict;
  const result = { version: manifest?.version, verdict: judged, data, models, declined };
  return { reason: judged.reason, result };
}
