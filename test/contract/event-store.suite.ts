import { describe, expect, it } from 'vitest';
import { awkwardIds, changesAfter, event, freshStores, type NewStore } from './store-under-test.js';

export function eventStoreSuite(name: string, newStore: NewStore): void {
  describe(`${name} as an event store`, () => {
    const stores = freshStores(newStore);
    const append = (...events: readonly ReturnType<typeof event>[]) =>
      stores.now.events.append(events);
    const kept = async () => {
      const { changes } = await changesAfter(stores.now.changes, undefined);
      return changes.flatMap((change) => (change.kind === 'event' ? [change.event] : []));
    };

    it('gives back every field of an event, and no field that was not set', async () => {
      const full = event('full', {
        userId: 'ann',
        sessionId: 'visit',
        type: 'item_view',
        ts: 1_700_000_000_123,
        value: 0.1,
        recommendationId: 'answer',
        attributedModel: 'blend',
      });
      const bare = event('bare', { sessionId: 'visit', ts: 0 });
      await append(full, bare);
      await stores.restart();
      expect(await kept()).toStrictEqual([full, bare]);
    });

    it('keeps times and values exactly', async () => {
      const sessionId = 'visit';
      const odd = [
        event('far past', { sessionId, ts: -62_135_596_800_000, value: -0.5 }),
        event('far future', { sessionId, ts: 253_402_300_799_999, value: Number.MAX_VALUE }),
        event('fraction', { sessionId, ts: 1_700_000_000_000.5, value: 1 / 3 }),
        event('large', { sessionId, ts: 1, value: Number.MAX_SAFE_INTEGER }),
      ];
      await append(...odd);
      expect(await kept()).toStrictEqual(odd);
    });

    it('leaves an event of a known id as it was and says that it is not new', async () => {
      expect((await append(event('1', { type: 'view' }))).isNew).toEqual([true]);
      expect((await append(event('1', { type: 'order' }), event('2'))).isNew).toEqual([
        false,
        true,
      ]);
      await stores.restart();
      expect((await append(event('2'), event('1'))).isNew).toEqual([false, false]);
      expect(await kept()).toEqual([event('1', { type: 'view' }), event('2')]);
      expect(await stores.now.events.count()).toBe(2);
    });

    it('takes the first of equal ids in one batch', async () => {
      const sessionId = 'visit';
      const [first, second] = [event('1', { sessionId }), event('2', { sessionId })];
      const { isNew } = await append(first, second, { ...first, type: 'order' });
      expect(isNew).toEqual([true, true, false]);
      expect(await kept()).toEqual([first, second]);
    });

    it('takes an empty batch and answers with a cursor that is already covered', async () => {
      const { isNew, cursor } = await append();
      expect(isNew).toEqual([]);
      const { cursor: reached } = await stores.now.changes.after(undefined, 10);
      expect(stores.now.changes.covers(reached, cursor)).toBe(true);
    });

    it('takes 1,000 events at once and many batches at the same time', async () => {
      const batch = (start: number) =>
        Array.from({ length: 1000 }, (_, index) => event(`${start + index}`));
      const answers = await Promise.all([0, 500, 1000].map((start) => append(...batch(start))));
      const fresh = answers.flatMap(({ isNew }) => isNew).filter(Boolean);
      expect(fresh).toHaveLength(2000);
      expect(await stores.now.events.count()).toBe(2000);
    });

    it('keeps what one caller may write though another at the same time may not', async () => {
      const unwritable = event('bad', { ts: Number.NaN });
      const answers = await Promise.allSettled([
        append(event('1')),
        append(event('2'), unwritable),
        append(event('3')),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await kept()).map(({ id }) => id).toSorted()).toEqual(['1', '3']);
    });

    it('answers with a cursor that who reads on from before has not covered, and afterwards has', async () => {
      const { changes } = stores.now;
      const { cursor: before } = await changes.after(undefined, 10);
      await append(event('1'));
      const { cursor } = await append(event('2'));
      expect(changes.covers(undefined, cursor)).toBe(false);
      expect(changes.covers(before, cursor)).toBe(false);
      const half = await changes.after(before, 1);
      expect(changes.covers(half.cursor, cursor)).toBe(false);
      const whole = await changes.after(half.cursor, 1);
      expect(changes.covers(whole.cursor, cursor)).toBe(true);
    });

    it('answers a repeated event with a cursor that covers the first one', async () => {
      const { changes } = stores.now;
      const first = await append(event('1'));
      const { cursor } = await append(event('1'));
      expect(changes.covers(cursor, first.cursor)).toBe(true);
      await stores.restart();
      const { cursor: reached } = await stores.now.changes.after(undefined, 10);
      expect(stores.now.changes.covers(reached, cursor)).toBe(true);
    });

    it.each(awkwardIds.map((id) => [id.slice(0, 30), id]))(
      'keeps %s apart as every kind of id',
      async (_, id) => {
        await append(...awkwardIds.map((each) => event(each, { sessionId: each, itemId: each })));
        expect((await append(event(id, { sessionId: id }))).isNew).toEqual([false]);
        expect(await stores.now.sessions.get(id)).toMatchObject({ id, eventCount: 1 });
        expect((await kept()).find((each) => each.id === id)?.itemId).toBe(id);
      },
    );
  });
}
