import { type ImportOutcome, isFruitless } from '../../domain/import-outcome.js';
import type { ImportRequest } from '../../domain/tasks/import-task.js';
import type { DatasetSource } from '../../ports/dataset.js';
import type { FollowChanges } from '../follow-changes.js';
import type { Job, JobResult, JobRun } from '../tasks/job.js';
import { type ImportPorts, importDataset } from './import-dataset.js';
import { type KnownDatasets, openDataset } from './open-dataset.js';

export interface RunImportDependencies extends ImportPorts, KnownDatasets {
  /** Reads what the task's record holds; throws `invalid`. */
  parseRequest(request: unknown): ImportRequest;
  /** Where requests are answered beside the import: what was stored is learnt after each batch. */
  readonly followChanges?: Pick<FollowChanges, 'catchUp'>;
}

/** Imports what a task asks for, to the end or until its signal; the next import of the same files goes on from there. */
export type RunImport = (run: JobRun) => Promise<ImportOutcome>;

export const makeRunImport =
  (dependencies: RunImportDependencies): RunImport =>
  async ({ task, progress, signal }) => {
    const sources = await openDataset(dependencies, dependencies.parseRequest(task.request));
    const followed = followedSources(sources, {
      report: progress.report,
      follow: async () => dependencies.followChanges?.catchUp(),
    });
    return importDataset(dependencies, followed, signal);
  };

export const importJob = (runImport: RunImport): Job => ({
  async run(run) {
    const outcome = await runImport(run);
    if (!outcome.isComplete) run.signal.throwIfAborted();
    return resultOf(outcome);
  },
});

function resultOf(outcome: ImportOutcome): JobResult {
  const { counts, countsBefore, rejectLogs } = outcome;
  const result = { counts, countsBefore, rejectLogs };
  return isFruitless(outcome) ? { result, reason: 'not one row could be used' } : { result };
}

/**
 * The same files, which tell of each batch once it has been stored: that is when the next is asked for. Requests have
 * their turn between the steps.
 */
function followedSources(
  sources: readonly DatasetSource[],
  { report, follow }: JobRun['progress'] & { follow(): Promise<void> },
): readonly DatasetSource[] {
  const total = sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let bytesBefore = 0;
  return sources.map((source) => {
    const start = bytesBefore;
    bytesBefore += source.sizeBytes;
    return {
      ...source,
      async *batches(from, importedAt) {
        for await (const batch of source.batches(from, importedAt)) {
          await turn();
          yield batch;
          await turn();
          const place = `${source.name}, line ${batch.end.lines.toLocaleString('en')}`;
          report(place, start + batch.bytesRead, total);
          await follow();
          await turn();
        }
      },
    };
  });
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
