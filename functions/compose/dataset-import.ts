import { consoleProgress } from '../../shared/adapters/console/progress.js';
import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
import type { Config } from '../../shared/config.js';
import type { ImportOutcome } from '../../shared/domain/import-outcome.js';
import type { ImportRequest } from '../../shared/domain/tasks/import-task.js';
import { shopOwner } from '../../shared/domain/tasks/task.js';
import type { DatasetFormat } from '../../shared/ports/dataset.js';
import { importDataset } from '../../shared/use-cases/import/import-dataset.js';
import { importJob, makeRunImport } from '../../shared/use-cases/import/import-job.js';
import { openDataset } from '../../shared/use-cases/import/open-dataset.js';
import { composeDataFiles } from './data-files.js';
import { importParts } from './importing.js';
import { doJobHere } from './job-here.js';
import { openPlaces } from './places/places.js';
import { newId } from './runtime.js';

export interface DatasetImport {
  readonly formats: readonly DatasetFormat[];
  /**
   * Looks at the files first: the shop's folder is opened only where there is something to read. The run is recorded like
   * any other task.
   */
  run(request: ImportRequest, signal: AbortSignal): Promise<ImportOutcome>;
}

/** What `npm run import` needs of the house. */
export function composeDatasetImport(config: Config): DatasetImport {
  const files = composeDataFiles(config);
  const known = { formats: datasetFormats, eventTypes: config.eventTypes, files };
  return {
    formats: datasetFormats,
    async run(request, signal) {
      const sources = await openDataset(known, request);
      // What fails is told to the person who waits.
      const telemetry = consoleTelemetry('silent');
      const runtime = { clock: Date.now, newId, telemetry };
      const places = await openPlaces(config, runtime);
      try {
        const store = await places.shop();
        const parts = importParts(config, store, consoleProgress(process.stderr, Date.now));
        const runImport = makeRunImport(parts);
        const seen: { outcome?: Promise<ImportOutcome> } = {};
        const job = importJob((run) => {
          seen.outcome = runImport(run);
          return seen.outcome;
        });
        await doJobHere(config, places, { kind: 'import', owner: shopOwner, request, job }, signal);
        // One that was stopped before it began still says what was there before.
        return await (seen.outcome ?? importDataset(parts, sources, signal));
      } finally {
        await places.close();
      }
    },
  };
}
