import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { HandleMessage, TaskMessage } from '../../../shared/ports/task-queue.js';
import {
  freshQueues,
  meeting,
  type NewQueue,
  numbered,
  received,
  send,
} from './queue-under-test.js';

export function sharingSuite(name: string, newQueue: NewQueue): void {
  describe(`${name}, sharing the work`, () => {
    const opened = freshQueues(newQueue);

    it('handles as many at once as it may, and no more', async () => {
      const { queue } = await opened();
      const ids = numbered(12);
      const [three, all] = [meeting(3), meeting(ids.length)];
      let running = 0;
      let most = 0;
      await send(queue, ...ids);
      const receiver = queue.receive(
        'recommendations',
        async () => {
          most = Math.max(most, ++running);
          three.arrive();
          await three.complete;
          running--;
          all.arrive();
          return { kind: 'complete' };
        },
        3,
      );
      await all.complete;
      await receiver.close();
      expect(most).toBe(3);
    });

    it('lets two clients share, and gives no message to both', async () => {
      const { queue, another } = await opened();
      const ids = numbered(40);
      const [both, all] = [meeting(2), meeting(ids.length)];
      const handled: string[] = [];
      const at = (client: string): HandleMessage => {
        let isFirst = true;
        return async ({ body }) => {
          if (isFirst) both.arrive();
          isFirst = false;
          await both.complete;
          handled.push(`${(body as TaskMessage).taskId} at ${client}`);
          all.arrive();
          return { kind: 'complete' };
        };
      };
      await send(queue, ...ids);
      const receivers = [
        queue.receive('recommendations', at('one'), 4),
        (await another()).receive('recommendations', at('two'), 4),
      ];
      await all.complete;
      await Promise.all(receivers.map((receiver) => receiver.close()));
      expect(handled.map((entry) => entry.split(' ')[0]).toSorted()).toEqual(ids.toSorted());
      expect(new Set(handled.map((entry) => entry.split(' ')[2])).size).toBe(2);
    });

    it('keeps a message with whoever handles it, for longer than a lock lasts', async () => {
      const { queue, another } = await opened({ lockMs: 2_000 });
      await send(queue, 'long');
      const begun = meeting(1);
      const receiving = received(queue, 1, {
        handle: async () => {
          begun.arrive();
          await setTimeout(5_000);
          return { kind: 'complete' };
        },
      });
      await begun.complete;
      const stolen: unknown[] = [];
      const rival = (await another()).receive(
        'recommendations',
        async ({ body }) => {
          stolen.push(body);
          return { kind: 'complete' };
        },
        1,
      );
      await receiving;
      await rival.close();
      expect(stolen).toEqual([]);
    });
  });
}
