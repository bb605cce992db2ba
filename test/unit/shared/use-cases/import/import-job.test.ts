import { describe, expect, it } from 'vitest';
import type { Change, ChangeFollower } from '../../../../../shared/ports/change-log.js';
import { makeFollowChanges } from '../../../../../shared/use-cases/follow-changes.js';
import { importHouse } from '../../../../support/import-tasks.js';

const row = (session: number) =>
  `{"session":${session},"events":[{"aid":${session % 50},"ts":1661724000278,"type":"clicks"}]}\n`;
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => row(from + index)).join('');

const none = { accepted: 0, duplicates: 0, rejected: 0, items: 0, users: 0 };

describe('an import as a task', () => {
  it('leaves a record of what came of it, and of where the bad rows are', async () => {
    const house = await importHouse({ 'a.jsonl': `${rows(30)}nonsense\n` });
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    const counts = { ...none, accepted: 30, rejected: 1, items: 30 };
    expect(await house.worker().work(task)).toMatchObject({
      ...{ status: 'completed', progress: 1 },
      result: { counts, countsBefore: none, rejectLogs: [expect.stringContaining('a.jsonl')] },
    });
    expect(await house.store.events.count()).toBe(30);
  });

  it('counts its progress over all files, and says which it is at', async () => {
    const house = await importHouse({ 'a.jsonl': rows(30), 'b.jsonl': rows(70, 30) });
    const task = await house.start({ format: 'otto', files: ['a.jsonl', 'b.jsonl'] });
    const told: [string, number, number | undefined][] = [];
    const progress = {
      report: (stage: string, done: number, total?: number) => void told.push([stage, done, total]),
    };
    const { signal } = new AbortController();
    const worker = house.worker({ batchRecords: 50 });
    await worker.runImport({ task, progress, signal, confirm: async () => undefined });
    const sizes = [rows(30).length, rows(30).length + rows(70, 30).length];
    expect(told).toEqual([
      ['a.jsonl, line 30', sizes[0], sizes[1]],
      ['b.jsonl, line 50', sizes[1], sizes[1]],
      ['b.jsonl, line 70', sizes[1], sizes[1]],
    ]);
  });

  it('reads tables as it is told to', async () => {
    const house = await importHouse({ 'log.csv': 'who,what,at\nann,mug,2026-01-02\n' });
    const columns = { user: 'who', item: 'what', time: 'at' };
    const options = { format: 'csv', columns, defaultType: 'order' };
    const task = await house.start({ ...options, files: ['log.csv'] });
    expect(await house.worker().work(task)).toMatchObject({ result: { counts: { accepted: 1 } } });
  });

  it('stops between batches when it is cancelled, and another goes on from there', async () => {
    const house = await importHouse({ 'a.jsonl': rows(900) });
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    const progress = {
      report: (_: string, done: number) => {
        if (done > 0) void house.manageTasks.cancel(task.id, undefined);
      },
      end: () => undefined,
    };
    const stopped = await house.worker({ progress, batchRecords: 50 }).work(task);
    expect(stopped).toMatchObject({ status: 'cancelled', reason: 'a stop was asked for' });
    expect(stopped.result).toBeUndefined();
    const stored = await house.store.events.count();
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(900);

    const again = await house.start({ format: 'otto', files: ['a.jsonl'] });
    expect(await house.worker().work(again)).toMatchObject({
      ...{ status: 'completed', attempt: 1 },
      result: { counts: { accepted: 900 - stored }, countsBefore: { accepted: stored } },
    });
  });

  it('goes on in its next attempt where a process that was stopped left it', async () => {
    const house = await importHouse({ 'a.jsonl': rows(900) });
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    const progress = {
      report: (_: string, done: number) => void (done > 0 && first.close()),
      end: () => undefined,
    };
    const first = house.worker({ progress, batchRecords: 50 });
    expect(await first.work(task)).toMatchObject({ status: 'pending', attempt: 1 });
    expect(await house.worker().work(task)).toMatchObject({
      ...{ status: 'completed', attempt: 2 },
      result: { counts: { accepted: 850 }, countsBefore: { accepted: 50 } },
    });
  });

  it('is learnt batch by batch where requests are answered', async () => {
    const house = await importHouse({ 'a.jsonl': rows(100) });
    const seen: Change[][] = [];
    const follower: ChangeFollower = { apply: (changes) => void seen.push([...changes]) };
    const { changes } = house.store;
    const followChanges = makeFollowChanges({ changeLog: changes, followers: [follower] });
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    await house.worker({ followChanges, batchRecords: 20 }).work(task);
    const pages = seen.filter((page) => page.length > 0);
    expect(pages).toHaveLength(5);
    expect(pages.flat().filter(({ kind }) => kind === 'event')).toHaveLength(100);
  });

  it('gives requests their turn between the steps of a batch', async () => {
    const house = await importHouse({ 'a.jsonl': rows(100) });
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await house.worker({ batchRecords: 10 }).work(task);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(4 * 10);
  });

  it('admits that not one row could be used', async () => {
    const house = await importHouse({ 'a.jsonl': 'nonsense\n' });
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    expect(await house.worker().work(task)).toMatchObject({
      ...{ status: 'completed', reason: 'not one row could be used' },
      result: { counts: { rejected: 1 } },
    });
  });
});

describe('an import that makes no sense', () => {
  it.each([
    ['of a file that has gone', { format: 'otto', files: ['gone.jsonl'] }, /no such file/],
    ['of a file of another format', { format: 'gorse', files: ['a.txt'] }, /format gorse/],
    ['of a format that is no more', { format: 'xml', files: ['a.txt'] }, /one of otto, movielens/],
  ])('%s fails at once, with the reason', async (_, request, reason) => {
    const house = await importHouse({ 'a.txt': 'nonsense\n' });
    const task = await house.start(request);
    expect(await house.worker().work(task)).toMatchObject({
      ...{ status: 'failed', attempt: 1 },
      reason: expect.stringMatching(reason),
    });
  });

  it('that its record does not tell fails at once', async () => {
    const house = await importHouse();
    const wish = { kind: 'import', owner: '/shop', request: { format: 'otto' } } as const;
    const { task } = await house.manageTasks.start(wish);
    expect(await house.worker().work(task)).toMatchObject({
      ...{ status: 'failed', reason: expect.stringMatching(/^paths: missing/) },
    });
  });

  it('for want of room tries again, and fails when its attempts are used up', async () => {
    const house = await importHouse({ 'a.jsonl': rows(10) });
    const events = { append: () => Promise.reject(new Error('the disk is full')) };
    const task = await house.start({ format: 'otto', files: ['a.jsonl'] });
    const worker = house.worker({ events });
    expect(await worker.work(task)).toMatchObject({ status: 'pending', attempt: 1 });
    expect(await worker.work(task)).toMatchObject({ status: 'failed', attempt: 2 });
  });
});
