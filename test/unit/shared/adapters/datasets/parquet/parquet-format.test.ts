import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parquet } from '../../../../../../shared/adapters/datasets/parquet/parquet-format.js';
import { builtInEventTypes } from '../../../../../../shared/domain/event.js';
import type { DatasetBatch, DatasetSource } from '../../../../../../shared/ports/dataset.js';
import { folderWith, importedAt, readFiles, readFolder } from '../../../../../support/datasets.js';

const options = { eventTypes: builtInEventTypes };
const fixtures = new URL('../../../../../support/parquet/files/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures));
const codecs = ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4', 'pages-v2', 'int96'];

async function open(content: Uint8Array, batchRecords = 2_000): Promise<DatasetSource> {
  const path = join(folderWith({ 'a.parquet': content }), 'a.parquet');
  const [source] = await parquet.open([path], { ...options, batchRecords });
  if (!source) throw new Error('no source');
  return source;
}

const start = { bytes: 0, lines: 0 };

async function batchesOf(source: DatasetSource, from = start): Promise<DatasetBatch[]> {
  const batches: DatasetBatch[] = [];
  for await (const batch of source.batches(from, importedAt)) batches.push(batch);
  return batches;
}

describe('Parquet that pyarrow wrote', () => {
  it.each(codecs)('is read: %s', async (codec) => {
    const { events, rejected } = await readFiles(parquet, {
      'events.parquet': fixture(`events-${codec}.parquet`),
    });
    expect(rejected).toEqual([]);
    expect(events).toHaveLength(12);
    expect(events[4]).toMatchObject({
      ...{ userId: 'u4', itemId: '1004', type: 'cart', value: 4 },
      ts: Date.UTC(2026, 0, 10, 12, 0, 4),
    });
    expect(events[5]).not.toHaveProperty('value');
  });

  it('gives the same events whatever it is packed with', async () => {
    const of = async (codec: string) =>
      (await readFiles(parquet, { 'a.parquet': fixture(`events-${codec}.parquet`) })).events;
    const first = await of('none');
    for (const codec of codecs) expect(await of(codec)).toEqual(first);
  });

  it('holds items with lists, decimals and dates where no column is a user or session', async () => {
    const { items, rejected } = await readFiles(parquet, { 'i.parquet': fixture('items.parquet') });
    expect(rejected).toEqual([]);
    expect(items).toMatchObject([
      {
        ...{ id: 'a', name: 'Ant', categories: ['x', 'y'], price: 1.5, currency: 'EUR' },
        createdAt: Date.UTC(2025, 4, 1),
      },
      { id: 'b', name: 'Bee', categories: [], price: 20 },
      { id: 'c', name: 'Cäsar', createdAt: importedAt },
    ]);
    expect(items[2]).not.toHaveProperty('price');
  });
});

describe('a Parquet source', () => {
  it('goes on where a batch of it ended, in the middle of a row group too', async () => {
    const source = await open(fixture('events-snappy.parquet'), 2);
    const batches = await batchesOf(source);
    expect(batches.map(({ end }) => end.lines)).toEqual([2, 4, 5, 7, 9, 10, 12]);
    for (const [at, batch] of batches.entries()) {
      const rest = await batchesOf(source, batch.end);
      expect(rest.flatMap(({ records }) => records)).toEqual(
        batches.slice(at + 1).flatMap(({ records }) => records),
      );
    }
    expect(batches.at(-1)?.bytesRead).toBe(source.sizeBytes);
  });

  it('takes columns by the names it is told', async () => {
    const path = join(folderWith({ a: fixture('events-gzip.parquet') }), 'a');
    const columns = { user: 'item_id', item: 'user_id' };
    const [source] = await parquet.open([path], { ...options, columns });
    const [batch] = source ? await batchesOf(source) : [];
    expect(batch?.records[0]).toMatchObject({ event: { userId: '1000', itemId: 'u0' } });
  });

  it('of a folder reads items before events, and no other files', async () => {
    const folder = folderWith({
      'a-events.parquet': fixture('events-zstd.parquet'),
      'b-items.parquet': fixture('items.parquet'),
      _SUCCESS: '',
    });
    const sources = await parquet.open([folder], options);
    expect(sources.map(({ name }) => name)).toEqual(['b-items.parquet', 'a-events.parquet']);
    await expect(readFolder(parquet, { 'a.txt': 'x' })).rejects.toThrow('expected *.parquet');
  });

  it('has another fingerprint where content or settings differ', async () => {
    const path = join(folderWith({ a: fixture('events-none.parquet') }), 'a');
    const fingerprints = new Set<string | undefined>();
    for (const given of [{}, { defaultType: 'view' }, { columns: { value: 'quantity' } }])
      fingerprints.add((await parquet.open([path], { ...options, ...given }))[0]?.fingerprint);
    writeFileSync(path, fixture('events-gzip.parquet'));
    fingerprints.add((await parquet.open([path], options))[0]?.fingerprint);
    expect(fingerprints.size).toBe(4);
  });
});
