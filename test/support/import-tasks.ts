import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { datasetFormats } from '../../shared/adapters/datasets/dataset-formats.js';
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
import { type Files, folderWith } from './datasets.js';
import { importBench } from './import.js';
import { openTaskHouse } from './task-house.js';

/** A shop, files that can be imported into it by name, and the tasks that do so; gone when the test is. */
export async function importHouse(files: Files = {}) {
  const bench = importBench();
  const folder = folderWith(files);
  const taskHouse = await openTaskHouse({ limits: { maxAttempts: 2 } });
  onTestFinished(taskHouse.close);
  const { manageTasks, tasks } = taskHouse;
  const known = { formats: datasetFormats, eventTypes: builtInEventTypes };
  const wishFor = ({
    files: names,
    ...options
  }: Omit<ImportRequest, 'paths'> & { readonly files: readonly string[] }) => {
    const request = { ...options, paths: names.map((name) => join(folder, name)) };
    return { kind: 'import', owner: shopOwner, request } as const;
  };

  /** A process that does imports. */
  function worker(options: Partial<RunImportDependencies> = {}) {
    const dependencies = { ...bench.ports, ...known, parseRequest: parseImportRequest, ...options };
    const runImport = makeRunImport(dependencies);
    const runTask = taskHouse.runner({ import: importJob(runImport) });
    const closing = new AbortController();
    return {
      ...{ runImport, runTask },
      /** Does what the task's message asks for; settles with the record as it is then. */
      async work({ id }: Task): Promise<Task> {
        await runTask(id, closing.signal);
        return manageTasks.get(id, undefined);
      },
      close: () => closing.abort(),
    };
  }
  return {
    ...{ store: bench.store, folder, tasks, manageTasks, worker, wishFor },
    telemetry: taskHouse.telemetry,
    start: async (wish: Parameters<typeof wishFor>[0]) =>
      (await manageTasks.start(wishFor(wish))).task,
    startImport: makeStartImport({ ...known, manageTasks, folder: importFolder(folder) }),
  };
}
