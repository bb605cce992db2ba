import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../../../../shared/adapters/embedded/database/sqlite.js';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../../../shared/adapters/embedded/open-store.js';
import { sqliteTextIndex } from '../../../../../../shared/adapters/embedded/text/text-index.js';
import { item } from '../../../../../contract/store-under-test.js';

/** More than are ranked for one answer: item n is blue, each third a mug, each 500th of clay. */
const size = 9_000;
const names = Array.from({ length: size }, (_, n) => {
  const thing = n % 3 === 0 ? 'mug' : 'plate';
  return `Blue ${thing}${n % 500 === 0 ? ' of clay' : ''}`;
});

describe('The text index of a large catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  let store: EmbeddedStore;
  beforeAll(async () => {
    store = openEmbeddedStore(folder);
    await store.catalog.upsert(names.map((name, n) => item(`${n}`, { name })));
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  const found = async (text: string, limit = 20) => {
    const answer = await store.textIndex.search({ text, limit });
    return answer.map(({ itemId }) => names[Number(itemId)]);
  };

  it('finds as many as asked by words that most items have', async () => {
    expect(await found('blue', 100)).toHaveLength(100);
    expect(await found('blue unheardof plate', 100)).toHaveLength(100);
  });

  it('finds what has both of two common words', async () => {
    expect(new Set(await found('mug blue'))).toEqual(new Set(['Blue mug']));
  });

  it('puts rare words first and goes on with common ones', async () => {
    const answer = await found('blue plate clay', 30);
    const clay = answer.filter((name) => name?.includes('clay'));
    expect(answer).toHaveLength(30);
    expect(clay).toHaveLength(size / 500);
    expect(answer.slice(0, clay.length)).toEqual(clay);
    expect(clay[0]).toBe('Blue plate of clay');
  });

  it('finds the one item in thousands, among common words', async () => {
    await store.catalog.upsert([item('one', { name: 'Blue plate with violets' })]);
    const [best] = await store.textIndex.search({ text: 'blue plate violets', limit: 1 });
    expect(best?.itemId).toBe('one');
  });

  it('is in step for who reads beside the owner', async () => {
    const reader = openSqlite(join(folder, 'store.db'));
    reader.pragma('query_only = ON');
    const index = sqliteTextIndex(reader);
    const search = async () => (await index.search({ text: 'kettle', limit: 5 })).length;
    expect(await search()).toBe(0);
    await store.catalog.upsert([item('kettle', { name: 'Kettle' })]);
    expect(await search()).toBe(1);
    await store.catalog.remove('kettle');
    expect(await search()).toBe(0);
    reader.close();
  });
});
