import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSyncHouse, product, type SyncHouse } from '../../../../support/sync-house.js';

let house: SyncHouse;
beforeEach(() => {
  house = openSyncHouse();
});
afterEach(() => house.close());

const mug = product('mug', {
  ...{ categories: ['Mugs'], attributes: { colour: 'Teal' }, imageUrl: '/api/pictures/mug' },
  createdAt: 1_700_000_000_000 - 60_000,
});
const text = 'tiny-text@1/256';
const image = 'tiny-image@1/12';

test('an item that was never synced lags since it was made', async () => {
  await house.put(mug);
  expect(await house.reportFreshness('mug')).toEqual({
    ...{ itemId: 'mug', isCurrent: false, lagMs: 60_000 },
    kinds: [
      { kind: 'text', isCurrent: false },
      { kind: 'image', isCurrent: false },
    ],
  });
});

test('an item that is as it was when it was encoded does not lag, however long ago that was', async () => {
  await house.put(mug);
  await house.sync();
  const indexedAt = house.clock();
  house.pass(3_600_000);
  expect(await house.reportFreshness('mug')).toEqual({
    ...{ itemId: 'mug', isCurrent: true, lagMs: 0, indexedAt },
    kinds: [
      { kind: 'text', space: text, indexedAt, isCurrent: true },
      { kind: 'image', space: image, indexedAt, isCurrent: true },
    ],
  });
});

test('an item whose words changed lags by no more than the age of their vector', async () => {
  await house.put(mug);
  await house.sync();
  house.pass(5_000);
  await house.put({ ...mug, name: 'Blue mug' });
  house.pass(1_000);
  const found = await house.reportFreshness('mug');
  expect(found).toMatchObject({ isCurrent: false, lagMs: 6_000 });
  expect(found.kinds.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  await house.sync();
  expect(await house.reportFreshness('mug')).toMatchObject({ isCurrent: true, lagMs: 0 });
});

test('an item without a picture has no vector of one to wait for', async () => {
  await house.put(product('plain'));
  await house.sync();
  const { kinds } = await house.reportFreshness('plain');
  expect(kinds).toMatchObject([{ kind: 'text', isCurrent: true }]);
});

test('an inactive item lags until its vectors are gone', async () => {
  await house.put(mug);
  await house.sync();
  await house.put({ ...mug, isActive: false });
  expect(await house.reportFreshness('mug')).toMatchObject({ isCurrent: false });
  await house.sync();
  expect(await house.reportFreshness('mug')).toEqual({
    ...{ itemId: 'mug', isCurrent: true, lagMs: 0, kinds: [] },
  });
});

test('an item of the future does not lag backwards', async () => {
  await house.put({ ...mug, createdAt: house.clock() + 60_000 });
  expect(await house.reportFreshness('mug')).toMatchObject({ isCurrent: false, lagMs: 0 });
});

test('an unknown item is not found', async () => {
  const code = 'not-found';
  await expect(house.reportFreshness('nobody')).rejects.toMatchObject({ code });
});
