import { describe, expect, it } from 'vitest';
import type { TaskMessage } from '../../../shared/ports/task-queue.js';
import { freshQueues, type NewQueue, names, received, send } from './queue-under-test.js';

export function handingOverSuite(name: string, newQueue: NewQueue): void {
  describe(`${name}, handing over`, () => {
    const opened = freshQueues(newQueue);

    it('gives every message as it was sent, for the first time', async () => {
      const { queue } = await opened();
      const ids = ['plain', 'ключ 🗝️ 鍵', "'; DROP TABLE messages; --", 'x'.repeat(2_000), ''];
      await send(queue, ...ids);
      const deliveries = await received(queue, ids.length);
      expect(deliveries.map(({ body }) => body)).toEqual(
        expect.arrayContaining(ids.map((taskId) => ({ taskId }))),
      );
      expect(deliveries.map(({ deliveryCount }) => deliveryCount)).toEqual(ids.map(() => 1));
    });

    it.each([[{ another: ['shape', 1, null] }], [[]], [7], ['a text'], [null], [true]])(
      'passes on a body of another shape, which is for its reader to judge: %j',
      async (body) => {
        const { queue } = await opened();
        await queue.send('recommendations', body as unknown as TaskMessage);
        const [delivery] = await received(queue, 1);
        expect(delivery?.body).toStrictEqual(body);
      },
    );

    it('keeps what was sent while nobody received, though its sender is gone', async () => {
      const { queue, another } = await opened();
      await send(queue, 'a', 'b');
      await queue.close();
      expect(names(await received(await another(), 2)).toSorted()).toEqual(['a', 'b']);
    });

    it('gives one who waits what another client sends', async () => {
      const { queue, another } = await opened();
      const receiving = received(await another(), 1);
      await send(queue, 'a');
      expect(names(await receiving)).toEqual(['a']);
    });

    it('keeps its queues apart', async () => {
      const { queue } = await opened();
      await queue.send('jobs', { taskId: 'job' });
      await queue.send('recommendations', { taskId: 'recommendation' });
      expect(names(await received(queue, 1))).toEqual(['recommendation']);
      expect(names(await received(queue, 1, { from: 'jobs' }))).toEqual(['job']);
    });

    it('gives none again that was completed', async () => {
      const { queue } = await opened();
      await send(queue, 'done');
      await received(queue, 1);
      await send(queue, 'marker');
      expect(names(await received(queue, 1))).toEqual(['marker']);
    });

    it('holds back a message that was sent with a delay', async () => {
      const { queue } = await opened();
      await queue.send('recommendations', { taskId: 'late' }, 2_000);
      await send(queue, 'soon');
      expect(names(await received(queue, 2))).toEqual(['soon', 'late']);
    });

    it('sends nothing after its close, and says so', async () => {
      const { queue } = await opened();
      await queue.close();
      await expect(send(queue, 'a')).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}
