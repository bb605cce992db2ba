import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../../shared/domain/errors.js';
import type { Change, ChangeLog } from '../../../../shared/ports/change-log.js';
import { makeFollowChanges } from '../../../../shared/use-cases/follow-changes.js';

const change = (id: number): Change => ({ kind: 'item-removed', id: String(id) });

/** A log of numbers whose reads settle when the test says so. */
class GrowingLog implements ChangeLog {
  readonly changes: Change[] = [];
  readonly pageLimit: number;
  /** What each read waits for. */
  gate: Promise<unknown> = Promise.resolve();
  reads = 0;

  constructor(pageLimit = 3) {
    this.pageLimit = pageLimit;
  }

  grow(): string {
    this.changes.push(change(this.changes.length));
    return String(this.changes.length);
  }

  async after(cursor: string | undefined, limit: number) {
    this.reads += 1;
    const from = Number(cursor ?? 0);
    const changes = this.changes.slice(from, from + Math.min(limit, this.pageLimit));
    const end = from + changes.length;
    const hasMore = end < this.changes.length;
    await this.gate;
    return { changes, cursor: String(end), hasMore };
  }

  covers(reached: string | undefined, wanted: string): boolean {
    if (!/^\d+$/.test(wanted)) throw new AppError('invalid', `no cursor of ours: ${wanted}`);
    return Number(reached ?? 0) >= Number(wanted);
  }
}

function follow(changeLog: ChangeLog) {
  const seen: Change[] = [];
  const follower = { apply: (changes: readonly Change[]) => void seen.push(...changes) };
  return { seen, ...makeFollowChanges({ changeLog, followers: [follower] }) };
}

test('every change is applied once and in order, however calls and writes interleave', async () => {
  const steps = fc.array(fc.constantFrom('grow', 'catch up', 'let go'), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (all, pageLimit) => {
      const log = new GrowingLog(pageLimit);
      const { seen, catchUp, reached } = follow(log);
      const calls: Promise<void>[] = [];
      for (const step of all) {
        if (step === 'grow') log.grow();
        if (step === 'let go') await Promise.resolve();
        if (step === 'catch up') {
          const known = log.changes.length;
          calls.push(catchUp().then(() => expect(seen.length).toBeGreaterThanOrEqual(known)));
        }
      }
      await Promise.all(calls);
      await catchUp();
      expect(seen).toEqual(log.changes);
      expect(Number(reached() ?? 0)).toBe(log.changes.length);
    }),
  );
});

test('calls during a run share one more run', async () => {
  const log = new GrowingLog();
  const { catchUp } = follow(log);
  await Promise.all([catchUp(), catchUp(), catchUp(), catchUp()]);
  expect(log.reads).toBe(2);
});

test('a read that fails leaves the place where it was, and the next call goes on from there', async () => {
  const log = new GrowingLog();
  const { seen, catchUp } = follow(log);
  log.grow();
  log.gate = Promise.reject(new Error('disk'));
  const failing = catchUp();
  const behind = catchUp();
  await expect(failing).rejects.toThrow('disk');
  await expect(behind).rejects.toThrow('disk');
  log.gate = Promise.resolve();
  await catchUp();
  expect(seen).toEqual(log.changes);
});

test('it tells how much was applied after each page', async () => {
  const log = new GrowingLog(2);
  const { catchUp } = follow(log);
  const reported: number[] = [];
  const tell = (applied: number) => void reported.push(applied);
  await catchUp(tell);
  for (let index = 0; index < 5; index += 1) log.grow();
  await catchUp(tell);
  expect(reported).toEqual([2, 4, 5]);
});

test('waiting for a token reads on until it is covered', async () => {
  const log = new GrowingLog();
  const { seen, waitFor } = follow(log);
  const token = log.grow();
  await waitFor(token);
  expect(seen).toHaveLength(1);
  const { reads } = log;
  await waitFor(token);
  expect(log.reads).toBe(reads);
});

test('a token that is not covered in time is unavailable, and a foreign one invalid', async () => {
  const { waitFor } = follow(new GrowingLog());
  await expect(waitFor('7', 0)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(waitFor('7', 60)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(waitFor('seven')).rejects.toMatchObject({ code: 'invalid' });
});
