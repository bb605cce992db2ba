import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { otto } from '../../../../../../shared/adapters/datasets/formats/otto.js';
import { sessions } from '../../../../../../shared/adapters/datasets/formats/sessions.js';
import { builtInEventTypes } from '../../../../../../shared/domain/event.js';
import type { DatasetSource } from '../../../../../../shared/ports/dataset.js';
import { folderWith, importedAt, readFiles } from '../../../../../support/datasets.js';

const options = { eventTypes: builtInEventTypes };
const row = (id: number) =>
  `{"session":${id},"events":[{"aid":${id},"ts":1661724000278,"type":"clicks"}]}\n`;
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index)).join('');

async function open(content: string | Uint8Array, name = 'a.jsonl'): Promise<DatasetSource> {
  const [source] = await otto.open([join(folderWith({ [name]: content }), name)], options);
  if (!source) throw new Error('no source');
  return source;
}

const start = { bytes: 0, lines: 0 };

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

describe('a file of a data set', () => {
  it('is read as it is where it is gzipped, whatever its name', async () => {
    const { events } = await readFiles(otto, {
      'a.jsonl.gz': gzipSync(rows(3)),
      'b.jsonl': gzipSync(rows(2)),
    });
    expect(events).toHaveLength(5);
  });

  it('counts the bytes as they lie on disk', async () => {
    const zipped = gzipSync(rows(5_000));
    const source = await open(zipped, 'a.jsonl.gz');
    const batches = await collect(source.batches(start, importedAt));
    expect(source.sizeBytes).toBe(zipped.length);
    expect(batches.at(-1)?.bytesRead).toBe(zipped.length);
    expect(batches.at(-1)?.end).toEqual({ bytes: rows(5_000).length, lines: 5_000 });
  });

  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzipped', (text: string) => gzipSync(text)],
  ])('goes on where a batch of it ended: %s', async (_kind, pack) => {
    const source = await open(pack(rows(5_000)));
    const batches = await collect(source.batches(start, importedAt));
    const [first] = batches;
    const rest = await collect(source.batches(first?.end ?? start, importedAt));
    expect(batches.length).toBeGreaterThan(2);
    expect(rest.flatMap((batch) => batch.records)).toEqual(
      batches.slice(1).flatMap((batch) => batch.records),
    );
    expect(rest.at(-1)?.end).toEqual(batches.at(-1)?.end);
  });

  it('may have a byte order mark, CRLF, blank lines and no line break at its end', async () => {
    const content = `\uFEFF${row(1).trimEnd()}\r\n\r\n  \n${row(2).trimEnd()}`;
    const { events, rejected } = await readFiles(otto, { 'a.jsonl': content });
    expect(events).toHaveLength(2);
    expect(rejected).toEqual([]);
  });

  it('may be empty', async () => {
    const { events, rejected } = await readFiles(otto, { 'a.jsonl': '' });
    expect([...events, ...rejected]).toEqual([]);
  });

  it('gives the rows before the place where its gzip data end too early, then says so', async () => {
    const zipped = gzipSync(rows(200_000));
    const source = await open(zipped.subarray(0, zipped.length / 2));
    let read = 0;
    const reading = async () => {
      for await (const batch of source.batches(start, importedAt)) {
        expect(batch.rejected).toEqual([]);
        read += batch.records.length;
      }
    };
    await expect(reading()).rejects.toThrow(/gzip data are damaged or cut short/);
    expect(read).toBeGreaterThan(1_000);
  });

  it('rejects a line that is too long to be a row, and shows only its beginning', async () => {
    const huge = `{"session":"${'x'.repeat(5 * 1024 * 1024)}"}\n`;
    const { events, rejected } = await readFiles(otto, { 'a.jsonl': row(1) + huge + row(2) });
    expect(events).toHaveLength(2);
    expect(rejected).toMatchObject([{ line: 2, reason: 'longer than 4194304 bytes' }]);
    expect(rejected[0]?.row.length).toBeLessThanOrEqual(200);
  });

  it('rejects a line that is not UTF-8', async () => {
    const content = Buffer.concat([Buffer.from([0x7b, 0xff, 0x0a]), Buffer.from(row(1))]);
    const { events, rejected } = await readFiles(otto, { 'a.jsonl': content });
    expect(events).toHaveLength(1);
    expect(rejected).toMatchObject([{ line: 1, reason: 'not valid UTF-8' }]);
  });

  it('has the same fingerprint only while its content and the way to read it are the same', async () => {
    const a = await open(rows(10));
    const again = await open(rows(10));
    const other = await open(rows(11));
    expect(again.fingerprint).toBe(a.fingerprint);
    expect(other.fingerprint).not.toBe(a.fingerprint);
    const path = join(folderWith({ 'a.txt': '1 2' }), 'a.txt');
    const [views] = await sessions.open([path], options);
    const [orders] = await sessions.open([path], { ...options, defaultType: 'order' });
    expect(orders?.fingerprint).not.toBe(views?.fingerprint);
  });
});

describe('paths', () => {
  it('are named where nothing is there', async () => {
    await expect(otto.open(['/no/such/file'], options)).rejects.toThrow(
      '/no/such/file: no such file or folder',
    );
  });

  it('are named where a folder holds nothing of the format', async () => {
    const folder = folderWith({ 'a.txt': 'x' });
    mkdirSync(join(folder, 'deeper.jsonl'));
    await expect(otto.open([folder], options)).rejects.toThrow(
      `${folder}: no file of format otto in this folder; expected *.jsonl`,
    );
  });

  it('are named where they cannot be read', async () => {
    const path = join(folderWith({ 'a.jsonl': row(1) }), 'a.jsonl', 'b.jsonl');
    await expect(otto.open([path], options)).rejects.toThrow(`${path}: cannot be read (ENOTDIR)`);
  });
});
