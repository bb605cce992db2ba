import { describe, expect, it } from 'vitest';
import type { Task } from '../../shared/domain/task.js';
import { awkwardIds, freshStores, type NewStore } from './store-under-test.js';

const task = (id: string, fields: Partial<Task> = {}): Task => ({
  ...{ id, kind: 'retrain', status: 'pending', stage: 'waiting', progress: 0 },
  ...{ isCancelRequested: false, createdAt: 1, revision: 0, ...fields },
});

export function taskStoreSuite(name: string, newStore: NewStore): void {
  describe(`${name} as a keeper of tasks`, () => {
    const stores = freshStores(newStore);
    const tasks = () => stores.now.tasks;

    it('gives back a task with all that is known of it', async () => {
      const known = task('t', {
        ...{ status: 'failed', stage: 'judging', progress: 0.75, etaMs: 1200, endedAt: 9 },
        ...{ reason: 'the disk is full', result: { version: 'v1', metrics: [1, null] } },
      });
      await tasks().create(known);
      await stores.restart();
      expect(await tasks().get('t')).toStrictEqual(known);
      expect(await tasks().get('another')).toBeUndefined();
    });

    it('refuses an id that is taken, and keeps what is there', async () => {
      await tasks().create(task('t', { stage: 'first' }));
      const second = tasks().create(task('t', { stage: 'second' }));
      await expect(second).rejects.toMatchObject({ code: 'conflict' });
      expect((await tasks().get('t'))?.stage).toBe('first');
    });

    it('replaces a record once for each revision', async () => {
      await tasks().create(task('t'));
      const outcomes = await Promise.all(
        ['mine', 'theirs'].map((stage) => tasks().replace(task('t', { revision: 1, stage }))),
      );
      expect(outcomes.toSorted()).toEqual([false, true]);
      expect(await tasks().replace(task('t', { revision: 1, stage: 'late' }))).toBe(false);
      expect(await tasks().replace(task('t', { revision: 2, stage: 'next' }))).toBe(true);
      expect(await tasks().get('t')).toMatchObject({ revision: 2, stage: 'next' });
    });

    it('replaces nothing where there is nothing', async () => {
      expect(await tasks().replace(task('t', { revision: 1 }))).toBe(false);
      expect(await tasks().get('t')).toBeUndefined();
    });

    it('lists the newest first, those of one time by id', async () => {
      for (const [id, createdAt] of [
        ['b', 2],
        ['a', 1],
        ['d', 3],
        ['c', 3],
      ] as const)
        await tasks().create(task(id, { createdAt }));
      const listed = async (limit: number) =>
        (await tasks().list('retrain', limit)).map(({ id }) => id);
      expect(await listed(10)).toEqual(['d', 'c', 'b', 'a']);
      expect(await listed(2)).toEqual(['d', 'c']);
    });

    it('keeps awkward ids apart', async () => {
      for (const id of awkwardIds) await tasks().create(task(id, { stage: id }));
      for (const id of awkwardIds) expect((await tasks().get(id))?.stage).toBe(id);
    });
  });
}
