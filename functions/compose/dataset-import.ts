import { join } from 'node:path';
import { consoleProgress } from '../../shared/adapters/console/progress.js';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
import { rejectFiles } from '../../shared/adapters/datasets/reject-file.js';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import type { Config } from '../../shared/config.js';
import type { ImportOutcome } from '../../shared/domain/import-outcome.js';
import type { DatasetFormat, DatasetOptions } from '../../shared/ports/dataset.js';
import { importDataset } from '../../shared/use-cases/import-dataset.js';

interface ImportJob {
  readonly format: DatasetFormat;
  readonly paths: readonly string[];
  readonly options: Omit<DatasetOptions, 'eventTypes'>;
  readonly signal?: AbortSignal;
}

export interface DatasetImport {
  readonly formats: readonly DatasetFormat[];
  /** Looks at the files first: the shop's folder is opened only where there is something to read. */
  run(job: ImportJob): Promise<ImportOutcome>;
}

/** What `npm run import` needs of the house. */
export function composeDatasetImport(config: Config): DatasetImport {
  const clock = Date.now;
  return {
    formats: datasetFormats,
    async run({ format, paths, options, signal }) {
      const sources = await format.open(paths, { ...options, eventTypes: config.eventTypes });
      const stores = openEmbeddedStore(config.dataDir);
      try {
        const rejects = rejectFiles(join(config.dataDir, 'rejects'));
        const progress = consoleProgress(process.stderr, clock);
        return await importDataset({ ...stores, rejects, progress, clock }, sources, signal);
      } finally {
        stores.close();
      }
    },
  };
}
