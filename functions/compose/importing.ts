import { join } from 'node:path';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
import { rejectFiles } from '../../shared/adapters/datasets/reject-file.js';
import { importFolder } from '../../shared/adapters/files/import-folder.js';
import type { Config } from '../../shared/config.js';
import { parseImportRequest } from '../../shared/contracts/imports.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { FollowChanges } from '../../shared/use-cases/follow-changes.js';
import {
  importJob,
  makeRunImport,
  type RunImportDependencies,
} from '../../shared/use-cases/import/import-job.js';
import { makeStartImport, type StartImport } from '../../shared/use-cases/import/start-import.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import type { ManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';

export interface Importing {
  readonly startImport: StartImport;
  /** Of the kind `import`. */
  readonly job: Job;
}

/** A few milliseconds of work at a time, which keep no request waiting. */
const batchRecords = 250;

/** Whoever asked over HTTP looks at the task. */
const unseen: Progress = { report: () => undefined, end: () => undefined };

/** Imports beside the requests. */
export function composeImporting(
  config: Config,
  house: {
    readonly store: ShopStore;
    readonly followChanges: FollowChanges;
    readonly manageTasks: ManageTasks;
  },
): Importing {
  const { store, followChanges, manageTasks } = house;
  const parts = importParts(config, store, unseen);
  const folder = importFolder(config.importDir);
  return {
    startImport: makeStartImport({ ...parts, manageTasks, folder }),
    job: importJob(makeRunImport({ ...parts, followChanges, batchRecords })),
  };
}

/** What every import needs, beside requests or alone. */
export function importParts(
  { eventTypes, dataDir }: Config,
  store: ShopStore,
  progress: Progress,
): RunImportDependencies {
  return {
    ...{ ...store, eventTypes, progress, formats: datasetFormats, clock: Date.now },
    rejects: rejectFiles(join(dataDir, 'rejects')),
    parseRequest: parseImportRequest,
  };
}
