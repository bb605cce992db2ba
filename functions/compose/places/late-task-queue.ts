import { AppError } from '../../../shared/domain/errors.js';
import type { TaskQueue } from '../../../shared/ports/task-queue.js';

export interface LateTaskQueue<Queue extends TaskQueue> extends TaskQueue {
  /** Opens it unless it has been. Throws `unavailable` once it has been closed, and what opening throws. */
  opened(): Promise<Queue>;
}

/**
 * Stands in for a queue that is opened when it is first used, as its library takes longer to load than a first answer may.
 * `report` is told where there is nothing to receive from.
 */
export function lateTaskQueue<Queue extends TaskQueue>(
  open: () => Promise<Queue>,
  report: (error: unknown) => void,
): LateTaskQueue<Queue> {
  let opening: Promise<Queue> | undefined;
  let isClosed = false;
  async function opened(): Promise<Queue> {
    if (isClosed) throw new AppError('unavailable', 'the queue has been closed');
    opening ??= open();
    return opening;
  }
  return {
    opened,
    send: async (...message) => (await opened()).send(...message),
    receive(...how) {
      const receiver = opened().then((queue) => queue.receive(...how));
      receiver.catch(report);
      return { close: () => receiver.then((one) => one.close()).catch(() => undefined) };
    },
    deadLetters: async (...which) => (await opened()).deadLetters(...which),
    async close() {
      isClosed = true;
      const queue = await opening?.catch(() => undefined);
      await queue?.close();
    },
  };
}
