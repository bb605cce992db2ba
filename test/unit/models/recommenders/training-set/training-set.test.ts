import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTrainingSet } from '../../../../../models/recommenders/training-set/training-set.js';
import { eventKinds } from '../../../../../shared/domain/event.js';
import type { Change } from '../../../../../shared/ports/change-log.js';
import type { TrainingSet } from '../../../../../shared/ports/training.js';
import { did, product, shopLogOf, usersOf } from '../../../../support/training-shop.js';

const setOf = (changes: readonly Change[], maxEvents?: number) =>
  toTrainingSet(shopLogOf(changes, maxEvents), usersOf());

/** What each shopper did, by their id. */
function histories({ items, shoppers, events }: TrainingSet): Record<string, readonly string[]> {
  return Object.fromEntries(
    shoppers.ids.map((id, shopper) => [
      id,
      [...events.item.subarray(events.starts[shopper], events.starts[shopper + 1])].map(
        (item) => items[item]?.id ?? '?',
      ),
    ]),
  );
}

test('an empty shop is an empty set', async () => {
  const set = await setOf([]);
  expect(set.items).toEqual([]);
  expect(set.shoppers.ids).toEqual([]);
  expect([...set.events.starts]).toEqual([0]);
});

test('rows lie by shopper, each from old to new, those of one time as they came', async () => {
  const set = await setOf([
    did({ userId: 'ann', itemId: 'c', ts: 3 }),
    did({ userId: 'bob', itemId: 'x', ts: 1 }),
    did({ userId: 'ann', itemId: 'a', ts: 1 }),
    did({ userId: 'ann', itemId: 'b2', ts: 2 }),
    did({ userId: 'ann', itemId: 'b1', ts: 2 }),
  ]);
  expect(histories(set)).toEqual({ ann: ['a', 'b2', 'b1', 'c'], bob: ['x'] });
  expect([...set.events.ts]).toEqual([1, 2, 2, 3, 1]);
});

test('a user has all their sessions, a session that names nobody is a shopper of its own', async () => {
  const set = await setOf([
    did({ sessionId: 's1', itemId: 'a', ts: 1 }),
    did({ sessionId: 's1', userId: 'ann', itemId: 'b', ts: 2 }),
    did({ sessionId: 's2', userId: 'ann', itemId: 'c', ts: 3 }),
    did({ sessionId: 's3', itemId: 'd', ts: 4 }),
  ]);
  expect(histories(set)).toEqual({ ann: ['a', 'b', 'c'], s3: ['d'] });
});

test('a session that two users share gives each what names them, the rest to the last', async () => {
  const set = await setOf([
    did({ sessionId: 's', userId: 'ann', itemId: 'a', ts: 1 }),
    did({ sessionId: 's', userId: 'bob', itemId: 'b', ts: 2 }),
    did({ sessionId: 's', itemId: 'c', ts: 3 }),
  ]);
  expect(histories(set)).toEqual({ ann: ['a'], bob: ['b', 'c'] });
});

test('a merge gives a guest’s and a session’s events to the user, and a new guest of that name starts anew', async () => {
  const set = await setOf([
    did({ userId: 'guest', itemId: 'a', ts: 1 }),
    did({ sessionId: 's', itemId: 'b', ts: 2 }),
    { kind: 'merged', from: 'guest', into: 'ann' },
    { kind: 'merged', from: 's', into: 'ann' },
    did({ sessionId: 's', itemId: 'c', ts: 3 }),
    did({ userId: 'guest', itemId: 'd', ts: 4 }),
    { kind: 'merged', from: 'nobody', into: 'ann' },
    { kind: 'merged', from: 'ann', into: 'ann' },
  ]);
  expect(histories(set)).toEqual({ ann: ['a', 'b', 'c'], guest: ['d'] });
});

test('an erased user leaves nothing, and may come back', async () => {
  const set = await setOf([
    did({ sessionId: 's', userId: 'ann', itemId: 'a', ts: 1 }),
    did({ sessionId: 's', itemId: 'b', ts: 2 }),
    did({ userId: 'bob', itemId: 'c', ts: 3 }),
    { kind: 'user-erased', userId: 'ann', sessionIds: ['s', 'unknown'] },
    { kind: 'user-erased', userId: 'nobody', sessionIds: [] },
    did({ sessionId: 's', itemId: 'd', ts: 4 }),
    did({ userId: 'ann', itemId: 'e', ts: 5 }),
  ]);
  expect(histories(set)).toEqual({ bob: ['c'], s: ['d'], ann: ['e'] });
  expect(set.items.map(({ id }) => id)).toEqual(['c', 'd', 'e']);
});

test('an item that only events name has its id for a name; one that neither is nor was is left out', async () => {
  const set = await setOf([
    product('mug'),
    product('old'),
    product('gone'),
    did({ userId: 'ann', itemId: 'old' }),
    did({ userId: 'ann', itemId: 'never listed' }),
    { kind: 'item-removed', id: 'old' },
    { kind: 'item-removed', id: 'gone' },
    { kind: 'item-removed', id: 'unheard of' },
  ]);
  expect(set.items.map(({ id, name, isActive }) => [id, name, isActive])).toEqual([
    ['mug', 'Name of mug', true],
    ['old', 'old', false],
    ['never listed', 'never listed', false],
  ]);
});

test('kinds and weights are those of the configured types, and other types are passed over', async () => {
  const set = await setOf([
    did({ userId: 'ann', type: 'buy_comp', ts: 1 }),
    did({ userId: 'ann', type: 'dismiss', ts: 2 }),
    did({ userId: 'ann', type: 'unheard of', ts: 3 }),
  ]);
  expect([...set.events.kind].map((kind) => eventKinds[kind])).toEqual(['order', 'dismiss']);
  expect([...set.events.weight]).toEqual([10, 5]);
});

test('of more events than the limit the newest are kept, of one time those that came last', async () => {
  const changes = ['a', 'b', 'c', 'd', 'e', 'f'].map((itemId, at) =>
    did({ userId: 'ann', itemId, ts: [9, 1, 5, 5, 5, 2][at] ?? 0 }),
  );
  expect(histories(await setOf(changes, 3))).toEqual({ ann: ['d', 'e', 'a'] });
});

test('the newest events are kept however many there are', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (times, maxEvents) => {
        const changes = times.map((ts, at) => did({ userId: 'ann', itemId: String(at), ts }));
        const { events, items } = await setOf(changes, maxEvents);
        const newest = times
          .map((ts, at) => ({ ts, at }))
          .sort((a, b) => a.ts - b.ts || a.at - b.at)
          .slice(-maxEvents);
        const kept = [...events.item].map((item) => Number(items[item]?.id));
        expect(kept).toEqual(newest.map(({ at }) => at));
      },
    ),
  ));

test('users bring what is known of them, as far as it is plain', async () => {
  const shop = shopLogOf([did({ userId: 'ann' }), did({ sessionId: 'eve' })]);
  const nested = { tags: ['tea', 7], vip: true, note: null };
  const features = { ...nested, essay: 'x'.repeat(500), age: 31 };
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, at]));
  const users = usersOf([
    { id: 'ann', features, createdAt: 0 },
    { id: 'eve', features: { age: 5 }, createdAt: 0 },
    { id: 'who did nothing', features: many, createdAt: 0 },
  ]);
  const { shoppers } = await toTrainingSet(shop, users);
  expect([...shoppers.traits]).toEqual([[0, ['tags=tea', 'tags=7', 'vip=true', 'age=31']]]);
});

test('users come in pages, each with at most 64 traits', async () => {
  const ids = Array.from({ length: 4_500 }, (_, at) => `u${at}`);
  const shop = shopLogOf(ids.map((userId) => did({ userId })));
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, at]));
  const users = usersOf(ids.map((id) => ({ id, features: many, createdAt: 0 })));
  const { traits } = (await toTrainingSet(shop, users)).shoppers;
  expect(traits.size).toBe(4_500);
  expect(traits.get(4_499)).toHaveLength(64);
});

test('the log tells the shop again up to a time, with everybody under their last name', () => {
  const shop = shopLogOf([
    product('mug'),
    did({ sessionId: 's', itemId: 'mug', ts: 1 }),
    did({ userId: 'guest', itemId: 'mug', type: 'order', ts: 2 }),
    { kind: 'merged', from: 'guest', into: 'ann' },
    did({ userId: 'eve', ts: 2 }),
    { kind: 'user-erased', userId: 'eve', sessionIds: [] },
    did({ sessionId: 's', userId: 'ann', itemId: 'cup', ts: 3 }),
    did({ userId: 'ann', ts: 4 }),
  ]);
  const [item, ...events] = [...shop.changesBefore(4)];
  expect(item).toMatchObject({ kind: 'item', item: { id: 'mug' } });
  expect(events.map((change) => change.kind === 'event' && change.event)).toEqual([
    { id: '0', userId: 'ann', sessionId: 's', itemId: 'mug', type: 'view', ts: 1 },
    { id: '1', userId: 'ann', itemId: 'mug', type: 'order', ts: 2 },
    { id: '3', userId: 'ann', sessionId: 's', itemId: 'cup', type: 'view', ts: 3 },
  ]);
});
