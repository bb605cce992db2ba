import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeDemoReset } from '../../../../functions/compose/demo-reset.js';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../shared/adapters/embedded/open-store.js';
import { parseConfig } from '../../../../shared/config.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const reset = (force: boolean, signal?: AbortSignal) =>
  composeDemoReset(parseConfig({ DATA_DIR: folder })).run({ force }, signal);

async function withStore<T>(work: (store: EmbeddedStore) => Promise<T>): Promise<T> {
  const store = openEmbeddedStore(folder);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

const counts = ({ catalog, events }: EmbeddedStore) =>
  Promise.all([catalog.count(), events.count()]);
const own = { id: 'own', userId: 'me', itemId: 'x', type: 'view', ts: 1 };

test('a shop of somebody’s own is reset only by force', async () => {
  await withStore(({ events }) => events.append([own]));
  await expect(reset(false)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('holds a shop of your own'),
  });
  expect(await withStore(counts)).toEqual([0, 1]);

  const { outcome, items, events } = await reset(true);
  expect({ outcome, items }).toEqual({ outcome: 'made', items: 2000 });
  expect(await withStore(counts)).toEqual([2000, events]);
});

test('a sample shop that somebody added to starts over, and a stop leaves the folder free', async () => {
  await expect(reset(false, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  await withStore(({ events }) => events.append([own]));
  await expect(reset(false, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  expect(await withStore(counts)).toEqual([0, 0]);
});
