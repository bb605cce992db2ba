import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedStore } from '../../../../../shared/adapters/embedded/open-store.js';
import { openEmbeddedVectors } from '../../../../../shared/adapters/embedded/vectors/open-vectors.js';
import { fileArtifactStore } from '../../../../../shared/adapters/files/artifact-store.js';
import { copyShop } from '../../../../../shared/use-cases/copy/copy-shop.js';
import type { ShopSide } from '../../../../../shared/use-cases/copy/shop-side.js';
import { event, item } from '../../../../contract/store-under-test.js';
import { RecordedProgress } from '../../../../support/recorded-progress.js';

const space = { model: 'letters', version: '1', dimensions: 2 };
const hash = (content: string | Uint8Array) =>
  createHash('sha256').update(content).digest().readBigUInt64BE();

let closing: (() => void)[];
let from: ShopSide;
let to: ShopSide;
beforeEach(() => {
  closing = [];
  from = newSide();
  to = newSide();
});
afterEach(() => {
  for (const close of closing.reverse()) close();
});

function newSide(): ShopSide {
  const folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
  const store = openEmbeddedStore(folder);
  const { vectors, close } = openEmbeddedVectors(folder);
  closing.push(() => rmSync(folder, { recursive: true }), store.close, close);
  return { store, vectors, artifacts: fileArtifactStore(join(folder, 'models')) };
}

async function fill({ store, vectors, artifacts }: ShopSide): Promise<void> {
  await store.catalog.upsert(Array.from({ length: 700 }, (_, at) => item(`item-${at}`)));
  const seen = (id: string, userId: string, at: number) =>
    event(id, { userId, itemId: `item-${at % 700}`, sessionId: `visit-of-${userId}` });
  await store.events.append(
    Array.from({ length: 900 }, (_, at) => seen(`event-${at}`, `user-${at % 9}`, at)),
  );
  await store.catalog.remove('item-3');
  await store.users.putAll(
    [0, 1, 2].map((at) => ({ id: `user-${at}`, features: { age: at }, createdAt: at })),
  );
  await store.users.erase('user-8');
  await store.users.merge('user-7', 'user-1');
  const rows = ['item-0', 'item-1'].map((itemId, at) => ({
    ...{ itemId, contentHash: `${at}`, madeAt: at },
    vector: new Float32Array([0.6, 0.8]),
  }));
  await vectors.put(space, rows);
  await vectors.activate('text', space);
  await artifacts.write('1/manifest.json', new Uint8Array([1, 2, 3]));
  await artifacts.movePointer('serving', '1', undefined);
}

const copy = (signal = new AbortController().signal, progress = new RecordedProgress()) =>
  copyShop({ from, to, name: 'embedded', progress, signal }, hash);

test('the copy holds all that its source holds, and says so by counts and hashes', async () => {
  await fill(from);
  const { copied, verified } = await copy();
  expect(copied).toMatchObject({ users: 3, vectors: 2, artifacts: 1 });
  const counts = [...verified].map(([part, { count }]) => [part, count]);
  expect(Object.fromEntries(counts)).toEqual({
    ...{ items: 699, events: 800, users: 3, models: 1 },
    'vectors of letters@1/2': 2,
  });
  expect(await to.store.sessions.get('visit-of-user-7')).toEqual(
    await from.store.sessions.get('visit-of-user-7'),
  );
  expect(await to.vectors.active('text')).toEqual(space);
  expect((await to.artifacts.pointer('serving'))?.value).toBe('1');
});

test('run again it brings what is new and nothing twice', async () => {
  await fill(from);
  await copy();
  await from.store.catalog.upsert([item('late')]);
  await from.store.events.append([event('late', { itemId: 'late' })]);
  await from.store.users.erase('user-2');
  const { copied, verified } = await copy();
  expect(copied.changes).toBe(3);
  expect(verified.get('items')?.count).toBe(700);
  expect(verified.get('users')?.count).toBe(2);
});

test('stopped anywhere, the next run goes on from there', async () => {
  await fill(from);
  for (let stopAt = 1; ; stopAt += 1) {
    const stopping = new AbortController();
    const progress = new RecordedProgress(() => {
      if (progress.reports.length === stopAt) stopping.abort(new Error('stopped'));
    });
    const outcome = copy(stopping.signal, progress);
    const stopped = await outcome.catch((error: Error) => error.message);
    if (stopped !== 'stopped') break;
  }
  expect((await copy()).verified.get('events')?.count).toBe(800);
});

test('it says which parts differ where the target held something else', async () => {
  await fill(from);
  await to.store.catalog.upsert([item('own')]);
  await expect(copy()).rejects.toThrow(/the copy differs[\s\S]*items: 699 .* became 700/);
});
