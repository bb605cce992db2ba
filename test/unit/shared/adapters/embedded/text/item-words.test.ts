import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyEmbeddedStore } from '../../../../../../shared/adapters/embedded/empty-store.js';
import { openEmbeddedStore } from '../../../../../../shared/adapters/embedded/open-store.js';
import { changesAfter, event, item } from '../../../../../contract/store-under-test.js';

/** What version 2 had instead. */
const asBefore = `
DROP TABLE item_words;
ALTER TABLE items RENAME TO newer_items;
CREATE TABLE items (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
INSERT INTO items SELECT id, seq, data FROM newer_items ORDER BY id;
DROP TABLE newer_items;
PRAGMA user_version = 2;
`;

describe('The words of items', () => {
  let folder = '';
  const alter = (sql: string) => {
    const database = new Libsql(join(folder, 'store.db'));
    database.exec(sql);
    database.close();
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are made for the items of an older store, which keeps all it holds', async () => {
    const before = openEmbeddedStore(folder);
    const many = Array.from({ length: 1_200 }, (_, n) => item(`plate-${n}`, { name: 'Plate' }));
    await before.catalog.upsert([...many, item('mug', { name: 'Mug' })]);
    await before.catalog.upsert([item('off', { name: 'Mug', isActive: false })]);
    await before.events.append([event('1')]);
    await before.catalog.remove('plate-7');
    const { changes, cursor } = await changesAfter(before.changes, undefined);
    before.close();
    alter(asBefore);
    const store = openEmbeddedStore(folder);
    expect(await changesAfter(store.changes, undefined)).toEqual({ changes, cursor });
    const found = await store.textIndex.search({ text: 'mug plate', limit: 2_000 });
    expect(found).toHaveLength(1_200);
    expect(found[0]?.itemId).toBe('mug');
    await store.catalog.upsert([item('mug', { name: 'Beaker' })]);
    expect(await store.textIndex.search({ text: 'mug', limit: 5 })).toEqual([]);
    store.close();
  });

  it('are not written again where only something else of an item changes', async () => {
    const store = openEmbeddedStore(folder);
    const reader = new Libsql(join(folder, 'store.db'));
    const written = () => reader.prepare('SELECT id, hex(block) FROM item_words_data').all([]);
    await store.catalog.upsert([item('mug', { name: 'Mug', price: 1 }), item('cup')]);
    const before = written();
    await store.catalog.upsert([item('mug', { name: 'Mug', price: 2, attributes: { a: 1 } })]);
    expect(written()).toEqual(before);
    await store.catalog.upsert([item('mug', { name: 'Blue mug', price: 2 })]);
    expect(written()).not.toEqual(before);
    reader.close();
    store.close();
  });

  it('are forgotten with the shop', async () => {
    const before = openEmbeddedStore(folder);
    await before.catalog.upsert([item('mug', { name: 'Mug' })]);
    before.close();
    emptyEmbeddedStore(folder);
    const store = openEmbeddedStore(folder);
    await store.catalog.upsert([item('other', { name: 'Other' })]);
    expect(await store.textIndex.search({ text: 'mug', limit: 5 })).toEqual([]);
    store.close();
  });
});
