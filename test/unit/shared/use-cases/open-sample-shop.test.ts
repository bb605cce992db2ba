import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../shared/adapters/embedded/open-store.js';
import { makeSampleShop } from '../../../../shared/domain/sample-shop/sample-shop.js';
import {
  openSampleShop,
  type SampleShopDependencies,
} from '../../../../shared/use-cases/open-sample-shop.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';

const madeAt = Date.UTC(2026, 5, 17, 12);
const hourMs = 3_600_000;
const item = {
  id: 'own',
  name: 'Own',
  categories: [],
  tags: [],
  attributes: {},
  isActive: true,
  createdAt: 0,
};

let folder: string;
let store: EmbeddedStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
  store = openEmbeddedStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function dependencies(
  now = madeAt,
  progress = new RecordedProgress(),
): SampleShopDependencies & { readonly progress: RecordedProgress } {
  const { catalog, events, bookmarks } = store;
  return { catalog, events, bookmarks, clock: () => now, progress };
}

const counts = async () => [await store.catalog.count(), await store.events.count()];

test('an empty store gets the whole shop, with progress, and is then left alone', async () => {
  const first = dependencies();
  const opening = await openSampleShop(first);
  expect(opening).toMatchObject({ outcome: 'made', items: 2000 });
  expect(await counts()).toEqual([2000, opening.events]);
  expect(first.progress.ended).toBe(1);
  expect(first.progress.reports.at(-1)).toMatchObject({ done: 60, total: 60 });
  expect(first.progress.reports.every(({ done, total = 0 }) => done <= total)).toBe(true);

  await store.catalog.remove('mug-01');
  const second = dependencies(madeAt + hourMs);
  const nothing = { outcome: 'already-made', items: 0, events: 0 };
  expect(await openSampleShop(second)).toEqual(nothing);
  expect(second.progress.reports).toEqual([]);
  expect(await store.catalog.get('mug-01')).toBeUndefined();
});

test('a shop that was cut short is completed as of the time it was begun', async () => {
  const interruption = new AbortController();
  const progress = new RecordedProgress((_, done) => {
    if (done === 30) interruption.abort(new Error('stopped half-way'));
  });
  const cut = openSampleShop(dependencies(madeAt, progress), interruption.signal);
  await expect(cut).rejects.toThrow('stopped half-way');
  const [, eventsSoFar = 0] = await counts();
  expect(eventsSoFar).toBeGreaterThan(0);

  const opening = await openSampleShop(dependencies(madeAt + hourMs));
  expect(opening).toMatchObject({ outcome: 'completed', items: 2000 });
  expect(opening.events).toBeGreaterThan(eventsSoFar);
  expect(await counts()).toEqual([2000, opening.events]);
  expect(await store.catalog.get('mug-01')).toEqual(makeSampleShop(madeAt).items[0]);
});

test('a catalogue of somebody else stays as it is', async () => {
  await store.catalog.upsert([item]);
  expect(await openSampleShop(dependencies())).toEqual({
    outcome: 'not-ours',
    items: 0,
    events: 0,
  });
  expect(await counts()).toEqual([1, 0]);
});

test('events without a catalogue are somebody else’s too', async () => {
  await store.events.append([{ id: 'e', userId: 'u', itemId: 'i', type: 'view', ts: madeAt }]);
  expect(await openSampleShop(dependencies())).toMatchObject({ outcome: 'not-ours' });
  expect(await counts()).toEqual([0, 1]);
});
