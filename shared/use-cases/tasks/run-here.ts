import type { ManageTasks, TaskWish } from './manage-tasks.js';
import type { RunTask } from './run-task.js';

/**
 * Does a task in this process, for somebody who waits until it has ended: `signal` cancels it. One of the same owner and
 * kind that has not ended was left by a process that died, and gives way.
 */
export async function runHere(
  { manageTasks, runTask }: { readonly manageTasks: ManageTasks; readonly runTask: RunTask },
  wish: Omit<TaskWish, 'policy'>,
  signal: AbortSignal,
): Promise<void> {
  const { task } = await manageTasks.start({ ...wish, policy: 'supersede' });
  const ending = new AbortController();
  // A wish that cannot be recorded is followed all the same.
  const cancel = () => manageTasks.cancel(task.id, wish.owner).catch(() => ending.abort());
  const onAbort = () => void cancel();
  if (signal.aborted) await cancel();
  signal.addEventListener('abort', onAbort);
  try {
    await runTask(task.id, ending.signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
