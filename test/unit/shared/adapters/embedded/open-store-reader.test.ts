import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../../shared/adapters/embedded/open-store.js';
import { openStoreReader } from '../../../../../shared/adapters/embedded/open-store-reader.js';
import { changesAfter, event, item } from '../../../../contract/store-under-test.js';

describe('openStoreReader', () => {
  let folder = '';
  let store: EmbeddedStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    store = openEmbeddedStore(folder);
    await store.catalog.upsert([item('mug')]);
    await store.events.append([event('1'), event('2', { userId: 'ann' })]);
    await store.users.put({ id: 'ann', features: { age: 31 }, createdAt: 1 });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it('reads beside the one who has the folder open', async () => {
    const reader = openStoreReader(folder);
    const { changes } = await changesAfter(reader.changes, undefined, 2);
    expect(changes.map(({ kind }) => kind)).toEqual(['item', 'event', 'event']);
    expect((await reader.users.get('ann'))?.features).toEqual({ age: 31 });
    expect(await reader.users.list(undefined, 10)).toHaveLength(1);
    reader.close();
  });

  it('gives cursors that the open store knows', async () => {
    const reader = openStoreReader(folder);
    const { cursor } = await changesAfter(reader.changes, undefined);
    expect(cursor).toBe((await changesAfter(store.changes, undefined)).cursor);
    reader.close();
  });

  it('shows the moment of its opening, whatever is written meanwhile', async () => {
    const reader = openStoreReader(folder);
    await store.events.append([event('3')]);
    await store.users.erase('ann');
    const { changes, cursor } = await changesAfter(reader.changes, undefined, 2);
    expect(changes).toHaveLength(3);
    expect(await reader.users.get('ann')).toBeDefined();
    expect((await changesAfter(store.changes, cursor)).changes).toHaveLength(2);
    reader.close();
  });

  it('reads nothing after its close, and never hindered the store', async () => {
    const reader = openStoreReader(folder);
    reader.close();
    await expect(reader.changes.after(undefined, 1)).rejects.toMatchObject({ code: 'unavailable' });
    await store.events.append([event('4')]);
    expect(await store.events.count()).toBe(3);
  });

  it('refuses a folder without a store and makes none', () => {
    const empty = join(folder, 'empty');
    expect(() => openStoreReader(empty)).toThrow(`There is no store in ${empty}`);
  });
});
