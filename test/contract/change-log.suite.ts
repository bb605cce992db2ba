import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewIds, someSteps } from './random-steps.js';
import { referenceFollower } from './reference-follower.js';
import {
  changesAfter,
  event,
  freshStores,
  item,
  type NewStore,
  type Stores,
} from './store-under-test.js';

/** `seed`: of the random steps, where they are to be the same each time. */
export function changeLogSuite(name: string, newStore: NewStore, seed?: number): void {
  describe(`${name} as a change log`, () => {
    const stores = freshStores(newStore);

    it('is empty at first, with a place to read on from', async () => {
      const page = await stores.now.changes.after(undefined, 10);
      expect(page).toEqual({ changes: [], cursor: expect.any(String), hasMore: false });
      await stores.now.catalog.upsert([item('mug')]);
      const next = await stores.now.changes.after(page.cursor, 10);
      expect(next.changes).toEqual([{ kind: 'item', item: item('mug') }]);
    });

    it('tells changes of all kinds in the order they were made', async () => {
      await stores.now.catalog.upsert([item('mug'), item('cup')]);
      await stores.now.events.append([
        event('1', { sessionId: 's' }),
        event('2', { userId: 'ann' }),
      ]);
      await stores.now.catalog.remove('cup');
      await stores.now.users.merge('s', 'bob');
      await stores.now.users.erase('ann');
      await stores.now.catalog.upsert([item('pot')]);
      const { changes } = await changesAfter(stores.now.changes, undefined);
      expect(changes).toEqual([
        { kind: 'item', item: item('mug') },
        { kind: 'event', event: event('1', { sessionId: 's' }) },
        { kind: 'item-removed', id: 'cup' },
        { kind: 'merged', from: 's', into: 'bob' },
        { kind: 'user-erased', userId: 'ann', sessionIds: [] },
        { kind: 'item', item: item('pot') },
      ]);
    });

    it('tells an item that changed twice as it is now', async () => {
      await stores.now.catalog.upsert([item('mug', { price: 1 })]);
      const { cursor } = await changesAfter(stores.now.changes, undefined);
      await stores.now.catalog.upsert([item('mug', { price: 2 })]);
      await stores.now.catalog.update('mug', (old) => ({ ...old, price: 3 }));
      const { changes } = await changesAfter(stores.now.changes, cursor);
      expect(changes.at(-1)).toEqual({ kind: 'item', item: item('mug', { price: 3 }) });
    });

    it('tells nothing of a change that could not be made', async () => {
      await stores.now.catalog.upsert([item('mug')]);
      const { cursor } = await changesAfter(stores.now.changes, undefined);
      const failing = stores.now.catalog.update('mug', () => {
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect((await changesAfter(stores.now.changes, cursor)).changes).toEqual([]);
    });

    it('ends with an item present that was removed and came back', async () => {
      await stores.now.catalog.upsert([item('mug')]);
      await stores.now.catalog.remove('mug');
      await stores.now.catalog.upsert([item('mug')]);
      const { changes } = await changesAfter(stores.now.changes, undefined);
      expect(changes.at(-1)).toEqual({ kind: 'item', item: item('mug') });
    });

    it('says whether there is more, also where a page is just full', async () => {
      await stores.now.events.append([event('1')]);
      await stores.now.events.append([event('2')]);
      expect((await stores.now.changes.after(undefined, 1)).hasMore).toBe(true);
      expect((await stores.now.changes.after(undefined, 2)).hasMore).toBe(false);
      expect((await stores.now.changes.after(undefined, 3)).hasMore).toBe(false);
    });

    it('stays where it is when there is nothing new', async () => {
      await stores.now.events.append([event('1')]);
      const { cursor } = await stores.now.changes.after(undefined, 10);
      const again = await stores.now.changes.after(cursor, 10);
      expect(again).toEqual({ changes: [], cursor, hasMore: false });
    });

    it('reads on after a restart from where it was', async () => {
      await stores.now.events.append([event('1')]);
      await stores.now.events.append([event('2')]);
      const { cursor } = await stores.now.changes.after(undefined, 1);
      await stores.restart();
      expect((await stores.now.changes.after(cursor, 10)).changes).toEqual([
        { kind: 'event', event: event('2') },
      ]);
      expect(stores.now.changes.covers(cursor, cursor)).toBe(true);
    });

    it.each(['', '0', 'zz', '.1', 'x'.repeat(5_000), '🗝️', '-1', '__proto__'])(
      'refuses %.20s as a cursor',
      async (cursor) => {
        const { changes } = stores.now;
        await expect(changes.after(cursor, 1)).rejects.toMatchObject({ code: 'invalid' });
        const { cursor: good } = await changes.after(undefined, 1);
        expect(() => changes.covers(good, cursor)).toThrow('cursor');
        expect(() => changes.covers(cursor, good)).toThrow('cursor');
      },
    );

    it('refuses the cursor of another store', async () => {
      const other = await newStore();
      const { changes } = await other.open();
      const { cursor } = await changes.after(undefined, 1);
      await other.close();
      await other.dispose();
      await expect(stores.now.changes.after(cursor, 1)).rejects.toMatchObject({ code: 'invalid' });
    });
  });

  describe(`${name} followed by its change log`, () => {
    it('loses and repeats nothing, whatever is done and however it is read', async () => {
      await fc.assert(
        fc.asyncProperty(someSteps, fc.integer({ min: 1, max: 4 }), async (steps, pageSize) => {
          const underTest = await newStore();
          const stores = await underTest.open();
          const follower = referenceFollower();
          let cursor: string | undefined;
          for (const each of steps) {
            await each.act(stores);
            if (each.reads) {
              const page = await stores.changes.after(cursor, pageSize);
              follower.apply(page.changes);
              cursor = page.cursor;
            }
          }
          follower.apply((await changesAfter(stores.changes, cursor, pageSize)).changes);
          const fresh = referenceFollower();
          fresh.apply((await changesAfter(stores.changes, undefined, pageSize)).changes);
          expect(follower.state()).toEqual(fresh.state());
          expect(fresh.state().items).toHaveLength(await stores.catalog.count());
          expect(fresh.state().events).toHaveLength(await stores.events.count());
          expect(fresh.state().sessions).toEqual(await sessionsOf(stores));
          await underTest.close();
          await underTest.dispose();
        }),
        { numRuns: 40, ...(seed !== undefined && { seed }) },
      );
    });
  });
}

async function sessionsOf(stores: Stores) {
  const found = await Promise.all(fewIds.map((id) => stores.sessions.get(id)));
  return found.flatMap((each) =>
    each === undefined ? [] : [[each.id, each.userId, each.eventCount]],
  );
}
