import { describe, expect, it } from 'vitest';
import type { HandleMessage, TaskMessage } from '../../../shared/ports/task-queue.js';
import {
  completed,
  failed,
  freshQueues,
  type NewQueue,
  names,
  patience,
  received,
  send,
} from './queue-under-test.js';

export function failingSuite(name: string, newQueue: NewQueue): void {
  describe(`${name}, failing`, () => {
    const opened = freshQueues(newQueue);

    it('gives a message again whose handler rejected, and counts', async () => {
      const { queue } = await opened();
      await send(queue, 'hard');
      const deliveries = await received(queue, 3, {
        handle: ({ deliveryCount }) => (deliveryCount < 3 ? failed() : completed()),
      });
      expect(names(deliveries)).toEqual(['hard', 'hard', 'hard']);
      expect(deliveries.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2, 3]);
      expect(await queue.deadLetters('recommendations', 10)).toEqual([]);
    });

    it('puts a message aside that failed too often, with the last reason', async () => {
      const { queue } = await opened({ maxDeliveries: 2 });
      await send(queue, 'hopeless');
      let deliveries = 0;
      const receiver = queue.receive(
        'recommendations',
        () => {
          deliveries++;
          return failed();
        },
        1,
      );
      await expect
        .poll(() => queue.deadLetters('recommendations', 10), patience)
        .toEqual([
          { body: { taskId: 'hopeless' }, reason: expect.stringContaining('the kettle is cold') },
        ]);
      await receiver.close();
      expect(deliveries).toBe(2);
    });

    it('puts a message aside as its handler says, and keeps it when all clients are gone', async () => {
      const { queue, another } = await opened();
      await send(queue, 'odd');
      const handle: HandleMessage = async () => ({ kind: 'dead-letter', reason: 'no such task' });
      await received(queue, 1, { handle });
      await queue.close();
      expect(await (await another()).deadLetters('recommendations', 10)).toEqual([
        { body: { taskId: 'odd' }, reason: 'no such task' },
      ]);
    });

    it('shows the oldest of what it put aside, of one queue at a time', async () => {
      const { queue } = await opened();
      const handle: HandleMessage = async ({ body }) => ({
        ...{ kind: 'dead-letter', reason: `no ${(body as TaskMessage).taskId}` },
      });
      for (const id of ['a', 'b', 'c']) {
        await send(queue, id);
        await received(queue, 1, { handle });
      }
      const reasons = (await queue.deadLetters('recommendations', 2)).map(({ reason }) => reason);
      expect(reasons).toEqual(['no a', 'no b']);
      expect(await queue.deadLetters('jobs', 2)).toEqual([]);
    });

    it('gives a message again that was put off, not before its time and as often as need be', async () => {
      const { queue } = await opened({ maxDeliveries: 2 });
      await send(queue, 'early');
      let tries = 0;
      const handle: HandleMessage = async () =>
        ++tries < 4 ? { kind: 'retry', delayMs: 400 } : { kind: 'complete' };
      const start = performance.now();
      const deliveries = await received(queue, 4, { handle });
      expect(names(deliveries)).toEqual(['early', 'early', 'early', 'early']);
      // A queue that counts whole seconds may round each delay, but not all of them away.
      expect(performance.now() - start).toBeGreaterThan(400);
      expect(await queue.deadLetters('recommendations', 10)).toEqual([]);
    });

    it('goes on after a handler that threw at once instead of rejecting', async () => {
      const { queue } = await opened({ maxDeliveries: 1 });
      await send(queue, 'first');
      const handle: HandleMessage = ({ body }) => {
        if ((body as TaskMessage).taskId === 'first') throw new Error('at once');
        return completed();
      };
      const receiving = received(queue, 2, { handle });
      await expect
        .poll(() => queue.deadLetters('recommendations', 10), patience)
        .toMatchObject([{ reason: expect.stringContaining('at once') }]);
      await send(queue, 'second');
      expect(names(await receiving)).toEqual(['first', 'second']);
    });
  });
}
