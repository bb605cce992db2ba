import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { importFolder } from '../../shared/adapters/files/import-folder.js';
import { parseImportRequest } from '../../shared/contracts/imports.js';
import { builtInEventTypes } from '../../shared/domain/event.js';
import type { ImportRequest } from '../../shared/domain/tasks/import-task.js';
import { shopOwner, type Task } from '../../shared/domain/tasks/task.js';
import {
  importJob,
  makeRunImport,
  type RunImportDependencies,
} from '../../shared/use-cases/import/import-job.js';
import { makeStartImport } from '../../shared/use-cases/import/start-import.js';
import { makeManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { makeRunTask } from '../../shared/use-cases/tasks/run-task.js';
import { TaskWatcher } from '../../shared/use-cases/tasks/watch-tasks.js';
import { type Files, folderWith } from './datasets.js';
import { importBench } from './import.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

const limits = {
  ...{ queueMs: 60_000, runMs: 60_000, totalMs: 120_000, keepMs: 600_000 },
  ...{ leaseMs: 3_000, resendMs: 1_000, maxAttempts: 2 },
};

/** A shop with files that can be imported by name, and the tasks that do so; gone when the test is. */
export function importHouse(files: Files = {}) {
  const bench = importBench();
  const folder = folderWith(files);
  const data = join(folder, 'data');
  mkdirSync(data);
  const telemetry = new RecordedTelemetry();
  const { tasks, queue, close } = openEmbeddedTasks(data, {
    report: (error) => telemetry.exception(error),
  });
  onTestFinished(close);
  const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: 5 });
  onTestFinished(() => watchTasks.close());
  let ids = 0;
  const newId = () => `t${String(ids++).padStart(3, '0')}`;
  const parts = {
    ...{ tasks, watchTasks, telemetry, newId, clock: Date.now },
    limits: { recommendations: limits, jobs: limits },
  };
  const manageTasks = makeManageTasks({ ...parts, queue, maxPending: 10 });
  const known = { formats: datasetFormats, eventTypes: builtInEventTypes };
  const start = async (request: Omit<ImportRequest, 'paths'> & { readonly files: string[] }) => {
    const { files: names, ...options } = request;
    const paths = names.map((name) => join(folder, name));
    const wish = { kind: 'import', owner: shopOwner, request: { ...options, paths } } as const;
    return (await manageTasks.start(wish)).task;
  };

  /** A process that does imports. */
  function worker(options: Partial<RunImportDependencies> = {}) {
    const dependencies = { ...bench.ports, ...known, parseRequest: parseImportRequest, ...options };
    const runImport = makeRunImport(dependencies);
    const jobs = { import: importJob(runImport) };
    const runTask = makeRunTask({ ...parts, jobs, holder: newId() });
    const closing = new AbortController();
    return {
      runImport,
      runTask,
      /** Does what the task's message asks for; settles with the record as it is then. */
      async work({ id }: Task): Promise<Task> {
        await runTask(id, closing.signal);
        return manageTasks.get(id, undefined);
      },
      close: () => closing.abort(),
    };
  }
  return {
    ...{ ...bench, folder, data, tasks, manageTasks, telemetry, start, worker },
    startImport: makeStartImport({ ...known, manageTasks, folder: importFolder(folder) }),
  };
}
