import { existsSync } from 'node:fs';
import type { Clock } from '../../../ports/runtime.js';
import type { TaskQueue } from '../../../ports/task-queue.js';
import type { TaskStore } from '../../../ports/task-store.js';
import { messageTable } from './queue/message-table.js';
import { messageSettler } from './queue/settle-message.js';
import { sqliteTaskQueue } from './queue/task-queue.js';
import { openTaskFile, taskFile } from './task-database.js';
import { taskTables } from './task-schema.js';
import { sqliteTaskStore } from './task-store.js';

export interface EmbeddedTasks {
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  /** Closes the queue, ends the writes that wait; later reads and writes are `unavailable`. */
  close(): Promise<void>;
}

export interface EmbeddedTasksOptions {
  readonly clock: Clock;
  /** How long a message stays with a process that does not say that it lives. */
  readonly lockMs: number;
  readonly maxDeliveries: number;
  /** How long the first failure puts a message off. */
  readonly retryMs: number;
  /** Per queue; the oldest go. */
  readonly maxDeadLetters: number;
  /** Told of each failure of the database while messages are received; receiving goes on. */
  readonly report: (error: unknown) => void;
}

const defaults: Omit<EmbeddedTasksOptions, 'report'> = {
  ...{ clock: Date.now, lockMs: 5_000, maxDeliveries: 10, retryMs: 500, maxDeadLetters: 1_000 },
};

/**
 * Opens the tasks and messages of a folder, or makes them, beside whatever other processes have them open. Throws
 * `unavailable` where the folder or what lies in it cannot be used.
 */
export function openEmbeddedTasks(
  folder: string,
  options: Partial<EmbeddedTasksOptions> & Pick<EmbeddedTasksOptions, 'report'>,
): EmbeddedTasks {
  const settings = { ...defaults, ...options };
  const database = openTaskFile(folder);
  const table = messageTable(database.sqlite, settings.maxDeadLetters);
  const settle = messageSettler(table, settings.clock, settings);
  const queue = sqliteTaskQueue({ ...settings, database, table, settle });
  let closing: Promise<void> | undefined;
  return {
    tasks: sqliteTaskStore(database),
    queue,
    close() {
      closing ??= queue.close().then(database.close);
      return closing;
    },
  };
}

/** Forgets all tasks and messages of a folder, though other processes may have them open. */
export function emptyEmbeddedTasks(folder: string): void {
  if (!existsSync(taskFile(folder))) return;
  const { sqlite, close } = openTaskFile(folder);
  try {
    sqlite.transaction(() => {
      for (const table of taskTables) sqlite.execute(`DELETE FROM ${table}`);
    });
  } finally {
    close();
  }
}
