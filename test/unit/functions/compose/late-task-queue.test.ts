import { expect, test } from 'vitest';
import { lateTaskQueue } from '../../../../functions/compose/places/late-task-queue.js';
import { AppError } from '../../../../shared/domain/errors.js';
import type { TaskMessage, TaskQueue } from '../../../../shared/ports/task-queue.js';

/** Notes what it is asked for. */
function openable() {
  const asked: string[] = [];
  const sent: TaskMessage[] = [];
  const queue: TaskQueue = {
    async send(_, message) {
      sent.push(message);
    },
    receive: () => ({ close: async () => void asked.push('receiver closed') }),
    deadLetters: async () => [],
    close: async () => void asked.push('closed'),
  };
  const open = async () => {
    asked.push('opened');
    return queue;
  };
  return { asked, sent, open };
}

const unheard = (error: unknown) => expect.fail(String(error));
const late = (open: () => Promise<TaskQueue>) => lateTaskQueue(open, unheard);

test('a queue that nobody uses is never opened', async () => {
  const { asked, open } = openable();
  await late(open).close();
  expect(asked).toEqual([]);
});

test('it is opened once, however many send at a time', async () => {
  const { asked, sent, open } = openable();
  const queue = late(open);
  await Promise.all(['a', 'b'].map((taskId) => queue.send('jobs', { taskId })));
  expect(sent).toEqual([{ taskId: 'a' }, { taskId: 'b' }]);
  expect(await queue.deadLetters('jobs', 1)).toEqual([]);
  expect(asked).toEqual(['opened']);
});

test('a receiver closes as the queue’s own does', async () => {
  const { asked, open } = openable();
  const receiver = late(open).receive('jobs', async () => ({ kind: 'complete' }), 1);
  await receiver.close();
  expect(asked).toEqual(['opened', 'receiver closed']);
});

test('once closed it sends no more', async () => {
  const { asked, open } = openable();
  const queue = late(open);
  await queue.send('jobs', { taskId: 'a' });
  await queue.close();
  await expect(queue.send('jobs', { taskId: 'b' })).rejects.toMatchObject({ code: 'unavailable' });
  expect(asked).toEqual(['opened', 'closed']);
});

test('who sends hears why it cannot be opened, and so does the report of who receives', async () => {
  const refusal = new AppError('invalid', 'no such place');
  const reports: unknown[] = [];
  const open = () => Promise.reject(refusal);
  const queue = lateTaskQueue(open, (error) => reports.push(error));
  await expect(queue.send('jobs', { taskId: 'a' })).rejects.toBe(refusal);
  await queue.receive('jobs', async () => ({ kind: 'complete' }), 1).close();
  expect(reports).toEqual([refusal]);
  await queue.close();
});
