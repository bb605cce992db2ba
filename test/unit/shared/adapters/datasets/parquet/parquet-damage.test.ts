import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parquet } from '../../../../../../shared/adapters/datasets/parquet/parquet-format.js';
import { AppError } from '../../../../../../shared/domain/errors.js';
import { builtInEventTypes } from '../../../../../../shared/domain/event.js';
import type { DataFiles } from '../../../../../../shared/ports/data-files.js';
import type { DatasetOptions, DatasetRecord } from '../../../../../../shared/ports/dataset.js';
import { importedAt } from '../../../../../support/datasets.js';
import {
  type Cell,
  type WriteOptions,
  writeParquet,
} from '../../../../../support/parquet/write-parquet.js';

/** A file that nobody need write to a disk. */
const holding = (content: Buffer): DataFiles => ({
  find: async (path) => ({
    isFolder: false,
    files: [
      {
        ...{ path, name: 'a.parquet', sizeBytes: content.length },
        mark: async () => content.subarray(0, 64),
        async *read(start, end) {
          yield content.subarray(start, end);
        },
      },
    ],
  }),
});

async function read(
  content: Buffer,
  given: Partial<DatasetOptions> = {},
): Promise<DatasetRecord[]> {
  const options = { eventTypes: builtInEventTypes, files: holding(content), ...given };
  const records: DatasetRecord[] = [];
  for (const source of await parquet.open(['a.parquet'], options))
    for await (const batch of source.batches({ bytes: 0, lines: 0 }, importedAt))
      records.push(...batch.records);
  return records;
}

const table = (rows: number): Readonly<Record<string, readonly Cell[]>> => ({
  user: Array.from({ length: rows }, (_, at) => `u${at % 3}`),
  item: Array.from({ length: rows }, (_, at) => `i${at % 5}`),
  type: Array.from({ length: rows }, () => 'view'),
  time: Array.from({ length: rows }, (_, at) => 1_767_225_600 + at),
  value: Array.from({ length: rows }, (_, at) => (at % 2 === 0 ? undefined : at + 0.5)),
});

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../../support/parquet/files/${name}`, import.meta.url));

describe('a Parquet table', () => {
  it('comes out as it went in, whatever is in it', async () => {
    const row = fc.record({
      item: fc.stringMatching(/^[a-zü€😀]{1,8}$/u),
      value: fc.option(fc.oneof(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true })), {
        nil: undefined,
      }),
      second: fc.nat(1_000_000),
    });
    const rows = fc.array(row, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (given, rowsInGroup, isGzipped) => {
          const columns = {
            session: given.map((_, at) => `s${at}`),
            item: given.map(({ item }) => item),
            time: given.map(({ second }) => second),
            value: given.map(({ value }) => value),
          };
          const records = await read(writeParquet(columns, { rowsInGroup, isGzipped }), {
            defaultType: 'view',
          });
          const events = records.map((record) =>
            record.kind === 'event' ? record.event : undefined,
          );
          expect(
            events.map((event) => [
              event?.itemId,
              event?.ts,
              event?.value === undefined ? undefined : event.value + 0,
            ]),
          ).toEqual(
            given.map(({ item, second, value }) => [
              item,
              second * 1000,
              value === undefined ? undefined : value + 0,
            ]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a damaged Parquet file', () => {
  it('is refused wherever it was cut off', async () => {
    const whole = writeParquet(table(20), { rowsInGroup: 6 });
    for (let length = 0; length < whole.length; length += 7)
      await expect(read(whole.subarray(0, length))).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each(['none', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli', 'pages-v2'])(
    'of which bytes are wrong is read or refused, and never more than that: %s',
    async (codec) => {
      const whole = fixture(`events-${codec}.parquet`);
      const flip = fc.record({
        at: fc.nat(whole.length - 1),
        by: fc.integer({ min: 1, max: 255 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 4 }), async (flips) => {
          const spoiled = Buffer.from(whole);
          for (const { at, by } of flips) spoiled[at] = (spoiled[at] ?? 0) ^ by;
          try {
            await read(spoiled);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            expect(error).toMatchObject({ code: 'invalid' });
          }
        }),
        { numRuns: 100 },
      );
    },
  );

  const isRefused: readonly [string, NonNullable<WriteOptions['lies']>, RegExp][] = [
    ['pages that unpack to more than memory', { pageBytes: 2_000_000_000 }, /unpacked page/],
    ['pages that unpack to less than they say', { pageBytes: 1_000 }, /damaged|unpacks/],
    ['more values than the row group', { pageValues: 1_000_000_000 }, /values of a page/],
    ['runs that never end', { runValues: 500_000_000 }, /runs of/],
    ['a huge row group', { groupRows: 2_000_000_000 }, /rows of a row group/],
    ['more rows than it has', { groupRows: 4_000_000 }, /expected 4000000 values/],
    ['columns that unpack to more than memory', { chunkBytes: 5_000_000_000 }, /unpacks to more/],
  ];
  it.each(isRefused)('is refused that claims %s', async (_, lies, message) => {
    const content = writeParquet(table(20), { isGzipped: true, lies });
    const error = await read(content).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
  });

  it('is refused where it is no Parquet at all, or encrypted', async () => {
    await expect(read(Buffer.from('user,item\na,b\n'))).rejects.toThrow('ends in PAR1');
    await expect(read(Buffer.from('PARE....PARE'))).rejects.toThrow('not encrypted');
    await expect(read(Buffer.alloc(0))).rejects.toThrow('ends in PAR1');
  });

  it('is refused where columns are missing that its rows need, and names the file', async () => {
    const { time: _, ...rest } = table(3);
    await expect(read(writeParquet(rest))).rejects.toThrow(/a.parquet: no column for time/);
  });
});

describe('rows of a Parquet file that cannot be used', () => {
  it('are rejected by their numbers, and the others kept', async () => {
    const columns = { ...table(5), type: ['view', 'view', 'dance', 'view', 'view'] };
    const options = {
      eventTypes: builtInEventTypes,
      files: holding(writeParquet(columns, { rowsInGroup: 2 })),
    };
    const [source] = await parquet.open(['a.parquet'], options);
    const rejected = [];
    for await (const batch of source?.batches({ bytes: 0, lines: 0 }, importedAt) ?? [])
      rejected.push(...batch.rejected);
    expect(rejected).toEqual([
      {
        line: 3,
        reason: expect.stringContaining('type: expected one of'),
        row: expect.stringContaining('"type":"dance"'),
      },
    ]);
  });
});
