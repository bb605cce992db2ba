import { join } from 'node:path';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
import { rejectFiles } from '../../shared/adapters/datasets/reject-file.js';
import { importFolder } from '../../shared/adapters/files/import-folder.js';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import type { Config } from '../../shared/config.js';
import { parseImportRequest } from '../../shared/contracts/imports.js';
import type { DataFiles } from '../../shared/ports/data-files.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { FollowChanges } from '../../shared/use-cases/follow-changes.js';
import { makeImportDataSource } from '../../shared/use-cases/import/import-data-source.js';
import {
  importJob,
  makeRunImport,
  type RunImportDependencies,
} from '../../shared/use-cases/import/import-job.js';
import { findFormat } from '../../shared/use-cases/import/open-dataset.js';
import { makeStartImport, type StartImport } from '../../shared/use-cases/import/start-import.js';
import type { Job } from '../../shared/use-cases/tasks/job.js';
import type { ManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { importDataSetsTimer } from '../timer/import-data-sets.js';
import type { Trigger } from '../trigger.js';
import { composeDataFiles } from './data-files.js';

export interface Importing {
  readonly startImport: StartImport;
  /** Of the kind `import`. */
  readonly job: Job;
  readonly timers: readonly Trigger[];
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
    timers: timersOf(config, { ...parts, manageTasks }),
  };
}

function timersOf(
  { dataSource }: Config,
  parts: ReturnType<typeof importParts> & { readonly manageTasks: ManageTasks },
): readonly Trigger[] {
  if (dataSource?.schedule === undefined) return [];
  const { defaultType, columns, schedule, ...source } = dataSource;
  const importDataSource = makeImportDataSource({
    ...{ ...parts, digest: sha256 },
    source: {
      ...{ ...source, format: findFormat(datasetFormats, source.format) },
      ...(Object.keys(columns).length > 0 && { columns }),
      ...(defaultType !== undefined && { defaultType }),
    },
  });
  return [importDataSetsTimer(importDataSource, schedule)];
}

/** What every import needs, beside requests or alone. */
export function importParts(
  config: Config,
  store: ShopStore,
  progress: Progress,
): RunImportDependencies & { readonly files: DataFiles } {
  const { eventTypes, dataDir } = config;
  return {
    ...{ ...store, eventTypes, progress, formats: datasetFormats, clock: Date.now },
    files: composeDataFiles(config),
    rejects: rejectFiles(join(dataDir, 'rejects')),
    parseRequest: parseImportRequest,
  };
}
