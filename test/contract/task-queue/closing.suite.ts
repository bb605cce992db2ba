import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freshQueues, meeting, type NewQueue, names, received, send } from './queue-under-test.js';

export function closingSuite(name: string, newQueue: NewQueue): void {
  describe(`${name}, closing`, () => {
    const opened = freshQueues(newQueue);

    it('aborts what runs, waits for it and gives back what was not settled', async () => {
      const { queue, another } = await opened();
      await send(queue, 'left');
      const begun = meeting(1);
      let hasEnded = false;
      const receiver = queue.receive(
        'recommendations',
        async ({ signal }) => {
          begun.arrive();
          await once(signal, 'abort');
          await setTimeout(50);
          hasEnded = true;
          throw new Error('stopped');
        },
        1,
      );
      await begun.complete;
      await receiver.close();
      expect(hasEnded).toBe(true);
      // Long before its lock would have run out.
      expect(names(await received(await another(), 1))).toEqual(['left']);
    });

    it('settles what was handled all the same', async () => {
      const { queue } = await opened();
      await send(queue, 'ended');
      const begun = meeting(1);
      const receiver = queue.receive(
        'recommendations',
        async ({ signal }) => {
          begun.arrive();
          await once(signal, 'abort');
          return { kind: 'complete' };
        },
        1,
      );
      await begun.complete;
      await receiver.close();
      await send(queue, 'marker');
      expect(names(await received(queue, 1))).toEqual(['marker']);
    });

    it('takes nothing any more, and loses nothing', async () => {
      const { queue } = await opened();
      const taken: unknown[] = [];
      const receiver = queue.receive(
        'recommendations',
        async ({ body }) => {
          taken.push(body);
          return { kind: 'complete' };
        },
        4,
      );
      await receiver.close();
      await receiver.close();
      await send(queue, 'later');
      expect(names(await received(queue, 1))).toEqual(['later']);
      expect(taken).toEqual([]);
    });

    it('ends its receivers with the client', async () => {
      const { queue, another } = await opened();
      await send(queue, 'left');
      const begun = meeting(1);
      queue.receive(
        'recommendations',
        async ({ signal }) => {
          begun.arrive();
          await once(signal, 'abort');
          throw new Error('stopped');
        },
        1,
      );
      await begun.complete;
      await queue.close();
      expect(names(await received(await another(), 1))).toEqual(['left']);
    });
  });
}
