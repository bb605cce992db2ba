import type { ImportDataSource } from '../../shared/use-cases/import/import-data-source.js';
import type { TimerTrigger } from '../trigger.js';

/** Asks for an import of new data sets whenever the schedule says so; one under way goes on, wherever it runs. */
export const importDataSetsTimer = (
  importDataSource: ImportDataSource,
  schedule: string,
): TimerTrigger => ({
  kind: 'timer',
  name: 'import-data-sets-timer',
  schedule,
  async handle() {
    await importDataSource();
  },
});
