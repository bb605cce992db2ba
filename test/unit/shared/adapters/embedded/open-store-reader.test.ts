import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyEmbeddedStore } from '../../../../../shared/adapters/embedded/empty-store.js';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../../shared/adapters/embedded/open-store.js';
import {
  openStoreFollower,
  openStoreReader,
} from '../../../../../shared/adapters/embedded/open-store-reader.js';
import type { Change } from '../../../../../shared/ports/change-log.js';
import { changesAfter, event, item } from '../../../../contract/store-under-test.js';

let folder = '';
let store: EmbeddedStore;

function freshStore(): void {
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
}

describe('openStoreReader', () => {
  freshStore();

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
});

describe('openStoreFollower', () => {
  freshStore();

  it('keeps up with what the open store writes', async () => {
    const follower = openStoreFollower(folder);
    const first = await changesAfter(follower.changes, undefined, 2);
    expect(first.changes.map(({ kind }) => kind)).toEqual(['item', 'event', 'event']);
    expect((await follower.changes.after(first.cursor, 10)).changes).toEqual([]);
    const { cursor } = await store.events.append([event('3')]);
    await store.users.put({ id: 'bob', features: {}, createdAt: 2 });
    expect(follower.changes.covers(first.cursor, cursor)).toBe(false);
    const second = await follower.changes.after(first.cursor, 10);
    expect(second).toEqual({
      changes: [{ kind: 'event', event: event('3') }],
      cursor,
      hasMore: false,
    });
    expect(follower.changes.covers(second.cursor, cursor)).toBe(true);
    expect(await follower.users.get('bob')).toBeDefined();
    expect((await follower.users.list('ann', 10)).map(({ id }) => id)).toEqual(['bob']);
    follower.close();
    await expect(follower.changes.after(undefined, 1)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('reads a long log page by page, though it grows meanwhile', async () => {
    const follower = openStoreFollower(folder);
    const seen: Change[] = [];
    let cursor: string | undefined;
    for (let round = 0; round < 40; round++) {
      const page = await follower.changes.after(cursor, 3);
      seen.push(...page.changes);
      cursor = page.cursor;
      if (round < 20) await store.events.append([event(`a${round}`), event(`b${round}`)]);
      if (round < 20) await store.catalog.upsert([item('mug', { price: round })]);
    }
    const { changes } = await changesAfter(store.changes, undefined);
    const events = (all: readonly Change[]) => all.filter(({ kind }) => kind === 'event');
    expect(events(seen)).toEqual(events(changes));
    expect(seen.at(-1)).toEqual(changes.at(-1));
    follower.close();
  });

  it('refuses cursors of no store, and those from before the store was emptied', async () => {
    const follower = openStoreFollower(folder);
    const { cursor } = await changesAfter(follower.changes, undefined);
    const invalid = { code: 'invalid' };
    await expect(follower.changes.after('nonsense', 1)).rejects.toMatchObject(invalid);
    store.close();
    emptyEmbeddedStore(folder);
    store = openEmbeddedStore(folder);
    await store.events.append(['1', '2', '3', '4'].map((id) => event(id)));
    await expect(follower.changes.after(cursor, 1)).rejects.toMatchObject(invalid);
    expect(() => follower.changes.covers(undefined, cursor)).toThrow('A cursor must be one');
    expect((await changesAfter(follower.changes, undefined)).changes).toHaveLength(4);
    follower.close();
  });

  it('hinders no erasing: what was read is not held', async () => {
    const follower = openStoreFollower(folder);
    await changesAfter(follower.changes, undefined);
    await store.users.erase('ann');
    expect(await follower.users.get('ann')).toBeUndefined();
    const { changes } = await changesAfter(follower.changes, undefined);
    expect(changes.map(({ kind }) => kind)).toEqual(['item', 'event', 'user-erased']);
    follower.close();
  });
});

describe.each([
  ['openStoreReader', openStoreReader],
  ['openStoreFollower', openStoreFollower],
])('%s, where nothing can be read', (_, open) => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('refuses a folder without a store and makes none', () => {
    const empty = join(folder, 'empty');
    expect(() => open(empty)).toThrow(`There is no store in ${empty}`);
    mkdirSync(empty);
    expect(() => open(empty)).toThrow(`There is no store in ${empty}`);
  });

  it('refuses a store whose tables are still to be made', () => {
    new Libsql(join(folder, 'store.db')).exec('PRAGMA journal_mode = WAL');
    expect(() => open(folder)).toThrow(`${join(folder, 'store.db')}: There is no store here yet`);
  });

  it('refuses a store of a newer program', () => {
    openEmbeddedStore(folder).close();
    new Libsql(join(folder, 'store.db')).exec('PRAGMA user_version = 4');
    expect(() => open(folder)).toThrow('The store was made by a newer program');
  });

  it('refuses a store that has lost its name', () => {
    openEmbeddedStore(folder).close();
    new Libsql(join(folder, 'store.db')).exec('DELETE FROM facts');
    expect(() => open(folder)).toThrow('The store holds something else than a text');
  });
});
