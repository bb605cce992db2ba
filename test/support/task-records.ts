import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import type { Task } from '../../shared/domain/tasks/task.js';

/** What is recorded in a data folder, newest first, whoever else has it open. */
export async function recordsIn(dataDir: string): Promise<readonly Task[]> {
  const { tasks, close } = openEmbeddedTasks(dataDir, {
    report: (error) => {
      throw error;
    },
  });
  try {
    return (await tasks.list({ limit: 100 })).tasks;
  } finally {
    await close();
  }
}
