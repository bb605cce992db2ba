import { describe, expect, it } from 'vitest';
import {
  begun,
  done,
  freshTaskStores,
  idsOf,
  type NewTaskStore,
  next,
  start,
  task,
} from './task-store-under-test.js';

export function changingSuite(name: string, newStore: NewTaskStore): void {
  describe(`${name}, changing`, () => {
    const stores = freshTaskStores(newStore);

    it('gives back all that became of a task', async () => {
      const first = { ...task('t'), idempotency: { key: 'k', fingerprint: 'f' } };
      await stores.here.start(first, 'supersede');
      const running = next(begun(first), { etaMs: 1200.5, progress: 0.25, stage: 'Looking' });
      expect(await stores.here.replace(begun(first))).toBe(true);
      expect(await stores.there.replace(running)).toBe(true);
      expect(await stores.here.get('t')).toStrictEqual(running);
      const { lease: _lease, ...rest } = running;
      const result = { version: 'v1', metrics: [1, null, 'é\u0000'] };
      const ended = done(rest, { endedAt: start + 9, reason: 'it was\uD800 time', result });
      expect(await stores.here.replace(ended)).toBe(true);
      expect(await stores.there.get('t')).toStrictEqual(ended);
    });

    it('replaces a record once for each revision, whoever comes first', async () => {
      await stores.here.start(task('t'), 'supersede');
      const change = (stage: string) => next(task('t'), { stage });
      const outcomes = await Promise.all([
        ...[stores.here.replace(change('a')), stores.there.replace(change('b'))],
        ...[stores.here.replace(change('c')), stores.there.replace(change('d'))],
      ]);
      expect(outcomes.filter((each) => each)).toHaveLength(1);
      const winner = ['a', 'b', 'c', 'd'][outcomes.indexOf(true)];
      expect((await stores.there.get('t'))?.stage).toBe(winner);
      expect(await stores.here.replace(change('late'))).toBe(false);
      expect(await stores.here.replace(next(change('late'), { stage: 'next' }))).toBe(true);
      expect(await stores.there.get('t')).toMatchObject({ revision: 2, stage: 'next' });
    });

    it('replaces nothing where there is nothing, or where it comes too early', async () => {
      expect(await stores.here.replace(next(task('t')))).toBe(false);
      expect(await stores.here.get('t')).toBeUndefined();
      await stores.here.start(task('t'), 'supersede');
      expect(await stores.here.replace(next(next(task('t'))))).toBe(false);
      expect((await stores.here.get('t'))?.revision).toBe(0);
    });

    it('tells how often each of many tasks was changed', async () => {
      expect(await stores.here.revisions([])).toEqual(new Map());
      for (const id of ['a', "b'%"]) await stores.here.start(task(id, { owner: id }), 'supersede');
      await stores.there.replace(next(task('a', { owner: 'a' })));
      const revisions = await stores.here.revisions(['a', "b'%", 'none', 'a']);
      expect(new Map(revisions)).toEqual(
        new Map([
          ['a', 1],
          ["b'%", 0],
        ]),
      );
    });

    it('counts the tasks of some kinds that have not ended', async () => {
      const kinds = ['recommend-v1', 'recommend-v2', 'retrain'] as const;
      for (const kind of kinds)
        for (const owner of ['ann', 'bob'])
          await stores.here.start(task(`${kind} ${owner}`, { kind, owner }), 'supersede');
      await stores.here.replace(done(task('retrain ann', { kind: 'retrain' })));
      expect(await stores.there.countPending(['recommend-v1', 'recommend-v2'])).toBe(4);
      expect(await stores.there.countPending(['retrain'])).toBe(1);
      expect(await stores.there.countPending(['import'])).toBe(0);
      expect(await stores.there.countPending([])).toBe(0);
    });

    it('finds what is due, the longest overdue first', async () => {
      const at = (id: string, wakeAt: number) => task(id, { owner: id, wakeAt });
      const tasks = [at('late', 20), at('later', 10), at('future', 31), at('now', 30)];
      for (const each of tasks) await stores.here.start(each, 'supersede');
      const ended = at('ended', 5);
      await stores.here.start(ended, 'supersede');
      await stores.here.replace(done(ended));
      expect(idsOf(await stores.there.due(30, 10))).toEqual(['later', 'late', 'now']);
      expect(idsOf(await stores.there.due(30, 2))).toEqual(['later', 'late']);
      await stores.here.replace(next(at('later', 10), { wakeAt: 40 }));
      expect(idsOf(await stores.there.due(30, 10))).toEqual(['late', 'now']);
      expect(await stores.there.due(9, 10)).toEqual([]);
    });

    it('forgets what ended and has been kept long enough', async () => {
      const owners = Array.from({ length: 12 }, (_, index) => `owner ${index}`);
      for (const owner of owners) await stores.here.start(task(owner, { owner }), 'supersede');
      for (const [index, owner] of owners.slice(2).entries())
        await stores.here.replace(done(task(owner, { owner }), { expiresAt: start + index }));
      // Neither of the two that have not ended, though their time has come too.
      for (const owner of owners.slice(0, 2))
        await stores.here.replace(next(task(owner, { owner }), { expiresAt: start }));
      expect(await stores.there.removeExpired(start + 4)).toBe(5);
      expect(await stores.there.removeExpired(start + 4)).toBe(0);
      const { tasks } = await stores.here.list({ limit: 20 });
      expect(new Set(idsOf(tasks))).toEqual(new Set([...owners.slice(0, 2), ...owners.slice(7)]));
    });
  });
}
