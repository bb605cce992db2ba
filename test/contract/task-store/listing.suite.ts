import { describe, expect, it } from 'vitest';
import type { Task } from '../../../shared/domain/tasks/task.js';
import type { TaskQuery, TaskStore } from '../../../shared/ports/task-store.js';
import {
  done,
  freshTaskStores,
  idsOf,
  type NewTaskStore,
  next,
  start,
  task,
} from './task-store-under-test.js';

/** All pages of a query, each as ids; `between` is done after each. */
async function pages(
  store: TaskStore,
  query: TaskQuery,
  between: (page: number) => Promise<unknown> = async () => undefined,
): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.list({ ...query, cursor });
    found.push(idsOf(page.tasks));
    if (page.cursor === undefined) return found;
    cursor = page.cursor;
    await between(found.length);
  }
}

export function listingSuite(name: string, newStore: NewTaskStore): void {
  describe(`${name}, listing`, () => {
    const stores = freshTaskStores(newStore);

    /** Three owners' tasks of two kinds, each superseding the one before; every third time two tasks. */
    async function history(): Promise<readonly Task[]> {
      for (let index = 0; index < 24; index++) {
        const kind = index % 2 === 0 ? 'recommend-v1' : 'recommend-v2';
        const owner = ['ann', 'bob', 'cleo'][index % 3] ?? '';
        const createdAt = start + Math.floor(index / 2);
        await stores.here.start(task(`t${index}`, { kind, owner, createdAt }), 'supersede');
      }
      return (await stores.here.list({ limit: 100 })).tasks;
    }

    it('gives the newest first, those of one time by falling id', async () => {
      for (const [id, createdAt] of [
        ['b', 2],
        ['a', 1],
        ['d', 3],
        ['c', 3],
        ['é', 3],
        ['\u{1F5DD}', 3],
        ['\uFF5E', 3],
      ] as const)
        await stores.here.start(task(id, { owner: id, createdAt }), 'supersede');
      const { tasks } = await stores.there.list({ limit: 10 });
      expect(idsOf(tasks)).toEqual(['\u{1F5DD}', '\uFF5E', 'é', 'd', 'c', 'b', 'a']);
    });

    it('gives an owner the own tasks alone', async () => {
      const all = await history();
      for (const owner of ['ann', 'bob', 'cleo', 'nobody', 'ANN', '']) {
        const { tasks } = await stores.there.list({ owner, limit: 100 });
        expect(tasks).toEqual(all.filter((each) => each.owner === owner));
      }
    });

    it('gives those of some kinds, or of one status, or both', async () => {
      const all = await history();
      const kinds = ['recommend-v2', 'retrain', 'recommend-v2'] as const;
      const isV2 = (each: Task) => each.kind === 'recommend-v2';
      const isPending = (each: Task) => each.status === 'pending';
      const found = async (query: Omit<TaskQuery, 'limit'>) =>
        (await stores.there.list({ ...query, limit: 100 })).tasks;
      expect(await found({ kinds })).toEqual(all.filter(isV2));
      expect(await found({ status: 'pending' })).toEqual(all.filter(isPending));
      expect(await found({ status: 'pending', kinds })).toEqual(
        all.filter((each) => isV2(each) && isPending(each)),
      );
      expect(await found({ owner: 'bob', status: 'cancelled', kinds })).toEqual(
        all.filter((each) => isV2(each) && !isPending(each) && each.owner === 'bob'),
      );
      expect(await found({ status: 'failed' })).toEqual([]);
      expect(await found({ kinds: [] })).toEqual([]);
    });

    it.each([1, 2, 5, 23, 24])('gives each task once, %d a page', async (limit) => {
      const all = await history();
      const found = await pages(stores.there, { limit });
      expect(found.flat()).toEqual(idsOf(all));
      expect(found).toHaveLength(Math.ceil(24 / limit));
    });

    it('gives each task once though tasks come, change and go between the pages', async () => {
      const all = await history();
      const pending = all.filter(({ status }) => status === 'pending');
      const found = await pages(stores.there, { limit: 4 }, async (page) => {
        const createdAt = start + 1_000 + page;
        await stores.here.start(task(`new${page}`, { owner: 'dora', createdAt }), 'supersede');
        const changed = pending[page];
        if (changed) await stores.here.replace(page % 2 === 0 ? done(changed) : next(changed));
      });
      expect(found.flat()).toEqual(idsOf(all));
    });

    it('gives nothing where there is nothing, and no cursor', async () => {
      expect(await stores.here.list({ limit: 5 })).toEqual({ tasks: [] });
    });

    it.each([
      ['no base64', '%%%'],
      ['empty', ''],
      ['some text', Buffer.from('yesterday').toString('base64url')],
      ['an id without a time', Buffer.from('/t1').toString('base64url')],
      ['a time that is none', Buffer.from('soon/t1').toString('base64url')],
      ['a time without end', Buffer.from('Infinity/t1').toString('base64url')],
      ['a time written otherwise', Buffer.from('1e3/t1').toString('base64url')],
      ['padded', `${Buffer.from('1000/t').toString('base64url')}==`],
      ['very long', 'x'.repeat(10_000)],
    ])('refuses a cursor that is %s', async (_, cursor) => {
      const refused = { code: 'invalid', message: expect.stringContaining('A cursor must be') };
      await expect(stores.here.list({ limit: 5, cursor })).rejects.toMatchObject(refused);
    });
  });
}
