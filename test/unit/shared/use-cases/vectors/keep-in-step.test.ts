import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Item } from '../../../../../shared/domain/item.js';
import type { Change } from '../../../../../shared/ports/change-log.js';
import type { VectorStore } from '../../../../../shared/ports/vector-store.js';
import {
  type KeepInStepDependencies,
  makeKeepInStep,
} from '../../../../../shared/use-cases/vectors/keep-in-step.js';
import {
  openSyncHouse,
  product,
  type SyncHouse,
  versionOf,
} from '../../../../support/sync-house.js';

let house: SyncHouse;
beforeEach(() => {
  house = openSyncHouse();
});
afterEach(() => house.close());

const { signal } = new AbortController();
const [told, removed] = [
  (item: Item): Change => ({ kind: 'item', item }),
  (id: string): Change => ({ kind: 'item-removed', id }),
];

function keep(changes: readonly Change[], more: Partial<KeepInStepDependencies> = {}) {
  return makeKeepInStep({ ...house.dependencies, ...more })(changes, signal);
}
const isCurrent = async (id: string) => (await house.reportFreshness(id)).isCurrent;

test('an item that was added or changed has its vectors without a sync', async () => {
  await house.put(product('a'));
  await house.sync();
  await house.store.catalog.upsert([product('a', { name: 'Another lamp' }), product('b')]);
  await keep([told(product('a', { name: 'Another lamp' })), told(product('b'))]);
  expect(await isCurrent('a')).toBe(true);
  expect(await isCurrent('b')).toBe(true);
});

test('what was counted and remembered here is in step before anything is encoded', async () => {
  await house.put(product('a'));
  await house.sync();
  await house.store.catalog.upsert([product('b')]);
  house.text.before = async () => {
    expect(house.items.get('b')).toBeDefined();
  };
  await keep([told(product('b'))]);
  expect(await isCurrent('b')).toBe(true);
});

test('an item that was removed or switched off loses its vectors', async () => {
  await house.put(product('a'), product('b'), product('c'));
  await house.sync();
  await house.store.catalog.remove('a');
  await house.store.catalog.upsert([product('b', { isActive: false })]);
  await keep([removed('a'), told(product('b', { isActive: false }))]);
  expect(await house.idsIn(house.text.encoder.space)).toEqual(['c']);
});

test('a change that touches nothing that is encoded is described and not encoded', async () => {
  await house.put(product('a'));
  await house.sync();
  const rows = house.text.rows;
  const described: [string, readonly string[]][] = [];
  const vectors: VectorStore = {
    ...house.vectors,
    async describe(space, items) {
      described.push([space.model, items.map(({ id, price }) => `${id} at ${price}`)]);
    },
  };
  await house.store.catalog.upsert([product('a', { price: 3 })]);
  await keep([told(product('a', { price: 3 }))], { vectors });
  expect(house.text.rows).toBe(rows);
  expect(described).toEqual([[house.text.encoder.space.model, ['a at 3']]]);
});

test('the last that was told of an item counts, and the same told twice costs nothing', async () => {
  await house.put(product('a'));
  await house.sync();
  const renamed = product('a', { name: 'Renamed' });
  await house.store.catalog.upsert([renamed]);
  await keep([removed('a'), told(product('a')), told(renamed)]);
  const rows = house.text.rows;
  await keep([told(renamed)]);
  expect(house.text.rows).toBe(rows);
  expect(await isCurrent('a')).toBe(true);
});

test('nothing is made before the first sync, nor in a space that does not serve', async () => {
  await house.put(product('a'));
  await keep([told(product('a'))]);
  expect(await house.vectors.spaces()).toEqual([]);
  await house.sync();
  const before = await house.vectors.spaces();
  const encoders = { text: versionOf(house.text.encoder, '2'), image: house.image.encoder };
  await house.put(product('b'));
  await keep([told(product('b'))], { makers: house.makersOf(encoders) });
  expect(await house.vectors.spaces()).toEqual(before);
});

test('events alone bring this process in step, and no more', async () => {
  await house.put(product('a'));
  await house.sync();
  await house.store.catalog.upsert([product('b')]);
  const event = { id: 'e', itemId: 'a', type: 'view', ts: 1 } as const;
  await keep([{ kind: 'event', event }]);
  expect(house.items.get('b')).toBeDefined();
  expect(await house.idsIn(house.text.encoder.space)).toEqual(['a']);
});

test('kinds that are left to the sync are removed only', async () => {
  await house.put(product('a'), product('b'));
  await house.sync();
  await house.store.catalog.remove('a');
  await house.store.catalog.upsert([product('b', { name: 'Renamed' })]);
  const changes = [removed('a'), told(product('b', { name: 'Renamed' }))];
  await keep(changes, { makers: [], others: [{ kind: 'text' }] });
  expect(await house.idsIn(house.text.encoder.space)).toEqual(['b']);
  expect(await isCurrent('b')).toBe(false);
});

test('a stop is heard', async () => {
  await house.put(product('a'));
  await house.sync();
  const stopped = makeKeepInStep(house.dependencies)(
    [told(product('a'))],
    AbortSignal.abort('now'),
  );
  await expect(stopped).rejects.toBe('now');
});
