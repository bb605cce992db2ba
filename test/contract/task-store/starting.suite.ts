import { describe, expect, it } from 'vitest';
import type { StartedTask } from '../../../shared/ports/task-store.js';
import { awkwardIds } from '../store-under-test.js';
import {
  begun,
  done,
  freshTaskStores,
  idsOf,
  type NewTaskStore,
  start,
  task,
} from './task-store-under-test.js';

const superseded = (started: StartedTask) =>
  started.kind === 'created' ? started.superseded : undefined;

export function startingSuite(name: string, newStore: NewTaskStore): void {
  describe(`${name}, starting`, () => {
    const stores = freshTaskStores(newStore);

    it('keeps a new task, for every client', async () => {
      const known = task('t', {
        request: { limit: 3, filter: 'price < 3', odd: [null, 'é\u0000'] },
      });
      expect(await stores.here.start(known, 'supersede')).toEqual({
        kind: 'created',
        superseded: [],
      });
      expect(await stores.there.get('t')).toStrictEqual(known);
      expect(await stores.there.get('another')).toBeUndefined();
    });

    it('refuses an id that is taken, and changes nothing by it', async () => {
      const first = task('t');
      await stores.here.start(first, 'supersede');
      const second = task('t', { stage: 'second' });
      const refused = { code: 'conflict', message: expect.stringContaining('"t"') };
      await expect(stores.there.start(second, 'supersede')).rejects.toMatchObject(refused);
      expect(await stores.here.get('t')).toStrictEqual(first);
    });

    it('ends the one before that nobody runs', async () => {
      await stores.here.start(task('first'), 'supersede');
      const second = task('second', { createdAt: start + 500 });
      const started = await stores.there.start(second, 'supersede');
      const stopped = await stores.here.get('first');
      expect(stopped).toMatchObject({ status: 'cancelled', endedAt: start + 500, revision: 1 });
      expect(stopped?.reason).toBeTruthy();
      expect(started).toEqual({ kind: 'created', superseded: [stopped] });
    });

    it('asks the one before that somebody runs to stop, once', async () => {
      await stores.here.start(task('first'), 'supersede');
      await stores.here.replace(begun(task('first')));
      const started = await stores.there.start(task('second'), 'supersede');
      const asked = await stores.here.get('first');
      expect(asked).toMatchObject({ status: 'pending', isCancelRequested: true, revision: 2 });
      expect(started).toEqual({ kind: 'created', superseded: [asked] });
      const third = await stores.there.start(task('third'), 'supersede');
      expect(idsOf(superseded(third) ?? [])).toEqual(['second']);
      expect(await stores.here.get('first')).toEqual(asked);
    });

    it('leaves alone what has ended, what is of another kind, and what is of another owner', async () => {
      const ended = done(task('ended'));
      await stores.here.start(task('ended'), 'supersede');
      await stores.here.replace(ended);
      const others = [
        ...[task('of-bob', { owner: 'bob' }), task('v2', { kind: 'recommend-v2' })],
        ...[task('of-ann-in-capitals', { owner: 'ANN' })],
      ];
      for (const other of others) await stores.here.start(other, 'supersede');
      expect(superseded(await stores.here.start(task('new'), 'supersede'))).toEqual([]);
      for (const other of [ended, ...others])
        expect(await stores.here.get(other.id)).toStrictEqual(other);
    });

    it('lets one of fifty that start at once stand, and supersedes each of the others once', async () => {
      const ids = Array.from({ length: 50 }, (_, index) => `t${index}`);
      const outcomes = await Promise.all(
        ids.map((id, index) =>
          (index % 2 === 0 ? stores.here : stores.there).start(task(id), 'supersede'),
        ),
      );
      const all = await Promise.all(ids.map((id) => stores.here.get(id)));
      expect(all.filter((each) => each?.status === 'pending')).toHaveLength(1);
      expect(all.filter((each) => each?.status === 'cancelled')).toHaveLength(49);
      const told = outcomes.flatMap((outcome) => idsOf(superseded(outcome) ?? []));
      expect(told).toHaveLength(49);
      expect(new Set(told).size).toBe(49);
    });

    it('gives back the one that runs, where only one may', async () => {
      const first = task('first');
      await stores.here.start(first, 'single');
      expect(await stores.there.start(task('second'), 'single')).toEqual({
        kind: 'running',
        task: first,
      });
      expect(await stores.here.get('second')).toBeUndefined();
      await stores.here.replace(done(first));
      expect((await stores.there.start(task('second'), 'single')).kind).toBe('created');
    });

    it('makes one of many that may be only one', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? stores.here : stores.there).start(task(`t${index}`), 'single'),
        ),
      );
      const created = outcomes.filter(({ kind }) => kind === 'created');
      const running = outcomes.flatMap((each) => (each.kind === 'running' ? [each.task.id] : []));
      expect(created).toHaveLength(1);
      expect(running).toHaveLength(19);
      expect(new Set(running).size).toBe(1);
    });

    it('keeps awkward ids, owners and keys apart', async () => {
      for (const id of awkwardIds) {
        const idempotency = { key: id, fingerprint: 'f' };
        const made = task(id, { owner: id, idempotency });
        expect((await stores.here.start(made, 'single')).kind).toBe('created');
      }
      for (const id of awkwardIds) expect((await stores.here.get(id))?.owner).toBe(id);
    });
  });

  describe(`${name}, starting what may have been asked before`, () => {
    const stores = freshTaskStores(newStore);
    const asked = (id: string, fingerprint = 'of the body') =>
      task(id, { idempotency: { key: 'key', fingerprint } });

    it('gives the same task again, and supersedes nothing', async () => {
      await stores.here.start(asked('first'), 'supersede');
      await stores.here.start(task('newer'), 'supersede');
      expect(await stores.there.start(asked('again'), 'supersede')).toEqual({
        kind: 'replayed',
        task: await stores.here.get('first'),
      });
      expect(await stores.here.get('again')).toBeUndefined();
      expect((await stores.here.get('newer'))?.status).toBe('pending');
    });

    it('gives the one that ended, as it ended', async () => {
      await stores.here.start(asked('first'), 'single');
      const ended = done(asked('first'), { result: [1] });
      await stores.here.replace(ended);
      expect(await stores.there.start(asked('again'), 'single')).toEqual({
        kind: 'replayed',
        task: ended,
      });
    });

    it('refuses a key that was used for something else', async () => {
      await stores.here.start(asked('first'), 'supersede');
      const other = stores.there.start(asked('other', 'of another body'), 'supersede');
      const refused = { code: 'conflict', message: expect.stringContaining('"key"') };
      await expect(other).rejects.toMatchObject(refused);
      expect((await stores.here.get('first'))?.status).toBe('pending');
      expect(await stores.here.get('other')).toBeUndefined();
    });

    it('takes a key of each owner as its own', async () => {
      await stores.here.start(asked('of-ann'), 'supersede');
      const ofBob = { ...asked('of-bob'), owner: 'bob' };
      expect((await stores.here.start(ofBob, 'supersede')).kind).toBe('created');
    });

    it('makes one task of many retries at once', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? stores.here : stores.there).start(asked(`t${index}`), 'supersede'),
        ),
      );
      expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      const replayed = outcomes.flatMap((each) => (each.kind === 'replayed' ? [each.task.id] : []));
      expect(replayed).toHaveLength(19);
      expect(new Set(replayed).size).toBe(1);
    });

    it('knows the key no more once the task is forgotten', async () => {
      await stores.here.start(asked('first'), 'supersede');
      await stores.here.replace(done(asked('first'), { expiresAt: start + 1 }));
      await stores.here.removeExpired(start + 1);
      expect((await stores.here.start(asked('again'), 'supersede')).kind).toBe('created');
    });
  });
}
