import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blobDataFiles } from '../../../../../../shared/adapters/cloud/blob/blob-data-files.js';
import { csv, ndjson } from '../../../../../../shared/adapters/datasets/formats/table.js';
import { parquet } from '../../../../../../shared/adapters/datasets/parquet/parquet-format.js';
import { builtInEventTypes } from '../../../../../../shared/domain/event.js';
import type { DatasetBatch, DatasetSource } from '../../../../../../shared/ports/dataset.js';
import { azuriteBlobs } from '../../../../../support/blobs.js';
import { importedAt } from '../../../../../support/datasets.js';
import { faultyProxy } from '../../../../../support/faulty-proxy.js';

const blobs = azuriteBlobs();
const start = { bytes: 0, lines: 0 };
const header = 'user,item,time,type\n';
const row = (at: number) => `u${at % 7},i${at % 5},${1_767_225_600 + at},view\n`;
/** Of 2 kB each: more than one range of a few thousand. */
const wideHeader = 'user,item,time,type,note\n';
const wideRows = (count: number) =>
  Array.from({ length: count }, (_, at) => `${row(at).trimEnd()},${'x'.repeat(2_000)}\n`).join('');
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at)).join('');
const fixture = (name: string) =>
  readFileSync(new URL(`../../../../../support/parquet/files/${name}`, import.meta.url));

/** A container that holds these blobs. */
async function holding(files: Readonly<Record<string, string | Buffer>>) {
  const name = blobs.newContainer();
  const container = blobs.open().getContainerClient(name);
  await container.create();
  const put = async (path: string, content: string | Buffer) =>
    void (await container.getBlockBlobClient(path).uploadData(Buffer.from(content)));
  for (const [path, content] of Object.entries(files)) await put(path, content);
  return { put, at: (path: string) => `${container.url}/${path}`, name };
}

const options = (port?: number) => ({
  eventTypes: builtInEventTypes,
  files: blobDataFiles(blobs.open(port)),
  batchRecords: 1_000,
});

async function batchesOf(sources: readonly DatasetSource[], from = start): Promise<DatasetBatch[]> {
  const batches: DatasetBatch[] = [];
  for (const source of sources)
    for await (const batch of source.batches(from, importedAt)) batches.push(batch);
  return batches;
}

const recordsOf = (batches: readonly DatasetBatch[]) => batches.flatMap(({ records }) => records);

describe('data sets in Blob Storage', () => {
  it('are read as files are: CSV, NDJSON, gzip and Parquet', async () => {
    const { at } = await holding({
      'd/events.csv': header + rows(10),
      'd/zipped.csv.gz': gzipSync(header + rows(10)),
      'd/events.jsonl': '{"user":"u","item":"i","time":1767225600,"type":"view"}\n',
      'd/events.parquet': fixture('events-snappy.parquet'),
    });
    const read = async (format: typeof csv, path: string) =>
      recordsOf(await batchesOf(await format.open([at(path)], options())));
    expect(await read(csv, 'd/events.csv')).toHaveLength(10);
    expect(await read(csv, 'd/zipped.csv.gz')).toHaveLength(10);
    expect(await read(ndjson, 'd/events.jsonl')).toHaveLength(1);
    expect(await read(parquet, 'd/events.parquet')).toHaveLength(12);
  });

  it('of a folder are all files of the format below it, without the notes of data tools', async () => {
    const { at } = await holding({
      'x/day=1/part 0.parquet': fixture('events-zstd.parquet'),
      'x/day=2/part 0.parquet': fixture('events-gzip.parquet'),
      'x/items.parquet': fixture('items.parquet'),
      'x/_SUCCESS': 'done',
      'x/_temporary/part.parquet': 'half a file',
      'x/day=2/.part.parquet.crc': 'crc',
      'x/empty.parquet': '',
      'x-other/part.parquet': 'another folder',
    });
    for (const path of ['x', 'x/']) {
      const sources = await parquet.open([at(path)], options());
      expect(sources.map(({ name }) => name)).toEqual([
        'items.parquet',
        'day=1/part 0.parquet',
        'day=2/part 0.parquet',
      ]);
    }
    const [source] = await parquet.open([at('x/day=1/part%200.parquet')], options());
    expect(source?.name).toBe('part 0.parquet');
  });

  it('are read range by range, and taken up where a batch ended', async () => {
    const content = wideHeader + wideRows(4_500);
    const { at } = await holding({ 'a.csv': content });
    const sources = await csv.open([at('a.csv')], options());
    const batches = await batchesOf(sources);
    expect(recordsOf(batches)).toHaveLength(4_500);
    const place = batches.at(-3)?.end ?? start;
    expect(recordsOf(await batchesOf(sources, place))).toEqual(recordsOf(batches.slice(-2)));
    expect(batches.at(-1)?.bytesRead).toBe(content.length);
  });

  it('say so where a blob is replaced while it is read, and are new to who looks again', async () => {
    const { at, put } = await holding({ 'a.csv': wideHeader + wideRows(6_000) });
    const [source] = await csv.open([at('a.csv')], options());
    const reading = async () => {
      for await (const batch of source?.batches(start, importedAt) ?? [])
        if (batch.end.lines < 1_100) await put('a.csv', wideHeader + wideRows(6_001));
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('a.csv could not be read: it was replaced meanwhile'),
    });
    const [again] = await csv.open([at('a.csv')], options());
    expect(again?.fingerprint).not.toBe(source?.fingerprint);
  });

  it('say so of gzipped and Parquet blobs too, and do not take them for damaged', async () => {
    const { at, put } = await holding({
      'a.csv.gz': gzipSync(header + rows(1_000)),
      'a.parquet': fixture('events-none.parquet'),
    });
    const sources = [
      ...(await csv.open([at('a.csv.gz')], options())),
      ...(await parquet.open([at('a.parquet')], options())),
    ];
    await put('a.csv.gz', gzipSync(header + rows(1_001)));
    await put('a.parquet', fixture('events-zstd.parquet'));
    for (const source of sources)
      await expect(batchesOf([source])).rejects.toMatchObject({ code: 'conflict' });
  });

  it('survive connections that break', async () => {
    const { at, name } = await holding({ 'a.csv': header + rows(20_000) });
    const port = await faultyProxy(
      blobs.azurite.port,
      [100_000, 300_000].map((cutAfterBytes) => ({
        strikes: (method, url) => method === 'GET' && url.includes(`${name}/a.csv`),
        cutAfterBytes,
      })),
    );
    const address = at('a.csv').replace(String(blobs.azurite.port), String(port));
    const sources = await csv.open([address], options(port));
    expect(recordsOf(await batchesOf(sources))).toHaveLength(20_000);
  });

  it('keep their fingerprint while the blob is the same', async () => {
    const { at } = await holding({ 'a.csv': header + rows(10) });
    const [first] = await csv.open([at('a.csv')], options());
    const [second] = await csv.open([at('a.csv')], options());
    expect(second?.fingerprint).toBe(first?.fingerprint);
  });

  it('that are not there are told of by their address', async () => {
    const { at } = await holding({ 'a.csv': 'x' });
    await expect(csv.open([at('none')], options())).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('no such blob'),
    });
    const gone = at('a.csv').replace(/container-\d+/, 'no-such-container');
    await expect(csv.open([gone], options())).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    'https://elsewhere.example/a/b',
    'not an address',
    'CONTAINER/a.csv?sv=2024&sig=secret',
    'CONTAINER/%ff',
  ])('are not looked for at %j', async (address) => {
    const { at } = await holding({});
    const path = address.replace('CONTAINER', at('').slice(0, -1));
    const error = await csv.open([path], options()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid' });
    expect(String(error)).not.toContain('secret');
  });
});
