import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { movielens100k } from '../../../../../shared/adapters/datasets/formats/movielens-100k.js';
import { otto } from '../../../../../shared/adapters/datasets/formats/otto.js';
import { noCounts } from '../../../../../shared/domain/import-outcome.js';
import { importDataset } from '../../../../../shared/use-cases/import/import-dataset.js';
import { importBench, sourcesOf } from '../../../../support/import.js';

const row = (session: number, aid = session % 50) =>
  `{"session":${session},"events":[{"aid":${aid},"ts":1661724000278,"type":"clicks"}]}\n`;
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index)).join('');

describe('an import', () => {
  it('stores items, users and events and tells whom to ask for', async () => {
    const { store, ports, reports } = importBench();
    const sources = await sourcesOf(movielens100k, {
      'u.data': '196\t242\t3\t881250949\n196\t7\t5\t881250950\n',
      'u.item': `242|Kolya (1996)|24-Jan-1997||x${'|0'.repeat(19)}\n`,
      'u.user': '196|49|M|writer|55105\n',
    });
    const outcome = await importDataset(ports, sources);
    expect(outcome).toEqual({
      counts: { ...noCounts, accepted: 2, items: 2, users: 1 },
      countsBefore: noCounts,
      isComplete: true,
      rejectLogs: [],
      shopper: { userId: '196', itemId: '7' },
    });
    expect(await store.events.count()).toBe(2);
    expect((await store.catalog.get('242'))?.name).toBe('Kolya (1996)');
    expect((await store.catalog.get('7'))?.name).toBe('Item 7');
    expect((await store.users.get('196'))?.features).toMatchObject({ occupation: 'writer' });
    expect(reports.at(-1)).toBe('end');
    expect(reports).toContain('u.user 22/22');
  });

  it('never touches an item that the shop has', async () => {
    const { store, ports } = importBench();
    const mug = {
      id: '1',
      name: 'Mug',
      categories: ['mugs'],
      tags: [],
      attributes: {},
      isActive: true,
      createdAt: 5,
    };
    await store.catalog.upsert([mug]);
    const outcome = await importDataset(ports, await sourcesOf(otto, { 'a.jsonl': row(1) }));
    expect(outcome.counts).toMatchObject({ accepted: 1, items: 0 });
    expect(await store.catalog.get('1')).toEqual(mug);
  });

  it('adds nothing when it is run twice, and says that all was there', async () => {
    const { store, ports } = importBench();
    const sources = await sourcesOf(otto, { 'a.jsonl': `${rows(3_000)}{}\n` });
    await importDataset(ports, sources);
    const again = await importDataset(ports, sources);
    expect(again.counts).toEqual(noCounts);
    expect(again.countsBefore).toMatchObject({ accepted: 3_000, rejected: 1, items: 50 });
    expect(again.shopper).toEqual({ sessionId: '2999', itemId: '49' });
    expect(again.rejectLogs).toHaveLength(1);
    expect(await store.events.count()).toBe(3_000);
  });

  it('counts events of a file that has grown as there already', async () => {
    const { store, ports } = importBench();
    await importDataset(ports, await sourcesOf(otto, { 'a.jsonl': rows(10) }));
    const { counts } = await importDataset(ports, await sourcesOf(otto, { 'b.jsonl': rows(15) }));
    expect(counts).toMatchObject({ accepted: 5, duplicates: 10, items: 5 });
    expect(await store.events.count()).toBe(15);
  });

  it('stops between batches when it is asked to and goes on where it was', async () => {
    const { store, ports } = importBench();
    const sources = await sourcesOf(otto, { 'a.jsonl': rows(9_000), 'b.jsonl': rows(9_100) });
    const stopping = new AbortController();
    const progress = {
      report: (_stage: string, done: number) => done > 0 && stopping.abort(),
      end: () => undefined,
    };
    const stopped = await importDataset({ ...ports, progress }, sources, stopping.signal);
    expect(stopped).toMatchObject({ isComplete: false, counts: { accepted: 2_000 } });
    const rest = await importDataset(ports, sources);
    expect(rest).toMatchObject({
      isComplete: true,
      countsBefore: { accepted: 2_000 },
      counts: { accepted: 7_100, duplicates: 9_000 },
    });
    expect(await store.events.count()).toBe(9_100);
  });

  it('repeats a batch whose place was not noted, to the same end', async () => {
    const { store, ports } = importBench();
    const sources = await sourcesOf(otto, { 'a.jsonl': `{"bad":1}\n${rows(2_500)}{"bad":2}\n` });
    let puts = 0;
    const dying = {
      ...ports.bookmarks,
      put: async (name: string, value: string) => {
        puts += 1;
        if (puts === 2) throw new Error('killed');
        await ports.bookmarks.put(name, value);
      },
    };
    await expect(importDataset({ ...ports, bookmarks: dying }, sources)).rejects.toThrow('killed');
    const { counts, rejectLogs } = await importDataset(ports, sources);
    expect(counts).toMatchObject({ accepted: 0, duplicates: 501, rejected: 1 });
    expect(await store.events.count()).toBe(2_500);
    expect(
      readFileSync(rejectLogs[0] ?? '', 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(2);
  });

  it('keeps bad rows with their line and the reason', async () => {
    const { ports } = importBench();
    const sources = await sourcesOf(otto, { 'a.jsonl': `${row(1)}nonsense\n` });
    const { counts, rejectLogs } = await importDataset(ports, sources);
    expect(counts).toMatchObject({ accepted: 1, rejected: 1 });
    expect(JSON.parse(readFileSync(rejectLogs[0] ?? '', 'utf8'))).toEqual({
      line: 2,
      reason: 'row: expected a JSON object in one line, got "nonsense"',
      row: 'nonsense',
    });
  });

  it('gives up on a file that is plainly of another format', async () => {
    const { store, ports } = importBench();
    const sources = await sourcesOf(otto, { 'a.jsonl': 'a,b\n'.repeat(5_000) });
    await expect(importDataset(ports, sources)).rejects.toThrow(
      'a.jsonl: none of its first 2000 rows is of this format; line 1: row: expected a JSON object',
    );
    expect(await store.bookmarks.get(`import:${sources[0]?.fingerprint}`)).toBeUndefined();
  });

  it('keeps what stands before damage and names the file', async () => {
    const { store, ports } = importBench();
    const zipped = gzipSync(rows(100_000));
    const cut = zipped.subarray(0, zipped.length / 2);
    const sources = await sourcesOf(otto, { 'a.jsonl.gz': cut });
    await expect(importDataset(ports, sources)).rejects.toThrow(
      /^a\.jsonl\.gz: its gzip data are damaged or cut short/,
    );
    expect(await store.events.count()).toBeGreaterThan(1_000);
  });

  it('passes on what is wrong with the store as it is', async () => {
    const { ports } = importBench();
    const full = new Error('the disk is full');
    const events = { append: () => Promise.reject(full) };
    const sources = await sourcesOf(otto, { 'a.jsonl': row(1) });
    await expect(importDataset({ ...ports, events }, sources)).rejects.toBe(full);
  });
});
