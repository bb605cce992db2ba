import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedTasks,
  openEmbeddedTasks,
} from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { taskQueueSuite } from './task-queue.suite.js';
import { taskStoreSuite } from './task-store.suite.js';

const report = (error: unknown) => {
  throw error;
};

/** Connections to the tasks of one folder, each as another process would have it. */
function freshFolder(options: { readonly lockMs?: number; readonly maxDeliveries?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tasks-'));
  const clients: EmbeddedTasks[] = [];
  return {
    open() {
      const client = openEmbeddedTasks(folder, { ...options, retryMs: 20, report });
      clients.push(client);
      return client;
    },
    async dispose() {
      await Promise.all(clients.map((client) => client.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

taskStoreSuite('The embedded task store', async () => {
  const { open, dispose } = freshFolder();
  return { open: async () => open().tasks, dispose };
});

taskQueueSuite('The embedded task queue', async (options) => {
  const { open, dispose } = freshFolder(options);
  return { queue: open().queue, another: async () => open().queue, dispose };
});
