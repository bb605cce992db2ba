import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  Batcher,
  type BatchLimits,
  type BatchObserver,
} from '../../../../../models/server/batching/batcher.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import { Gate, openGate } from '../../../../support/letter-encoders.js';

const usual: BatchLimits = { maxCount: 4, maxCost: 100, maxWaiting: 6, atOnce: 1 };

/** Numbers cost themselves and become texts; what happened is kept. */
function batcherOf(limits: Partial<BatchLimits> = {}, gate = openGate()) {
  const batches: (readonly number[])[] = [];
  const counts = { admitted: 0, begun: 0, ended: 0, rejected: 0, skipped: 0, cancelled: 0 };
  const count = (what: keyof typeof counts) => () => {
    counts[what] += 1;
  };
  const observer: BatchObserver = {
    admitted: () => {
      counts.admitted += 1;
      return count('begun');
    },
    began: () => count('ended'),
    ...{ rejected: count('rejected'), skipped: count('skipped'), cancelled: count('cancelled') },
  };
  const work = {
    costOf: (item: number) => item,
    async encode(items: readonly number[], signal: AbortSignal): Promise<readonly string[]> {
      batches.push(items);
      await gate.pass(signal);
      if (items.includes(13)) throw new Error('13 is bad luck');
      if (items.includes(14)) throw new AppError('unavailable', 'the device is gone');
      return items.map(String);
    },
  };
  const batcher = new Batcher(work, { ...usual, ...limits }, observer);
  const submit = (items: readonly number[], signal = new AbortController().signal) =>
    batcher.submit(items, signal);
  return { batcher, batches, counts, gate, submit };
}

test('who comes to an idle batcher begins at once and alone', async () => {
  const { batches, submit } = batcherOf();
  const row = submit([1]);
  expect(batches).toEqual([[1]]);
  expect(await row).toEqual(['1']);
});

test('a batch is full when its count or its cost is, and the order is that of coming', async () => {
  const { batches, submit } = batcherOf({ maxWaiting: 100 });
  await Promise.all([
    submit([1]),
    submit([60, 39, 2]),
    submit([3]),
    submit([4, 5, 6]),
    submit([7]),
  ]);
  expect(batches).toEqual([[1], [60, 39], [2, 3, 4, 5], [6, 7]]);
});

test('what alone costs more than a batch may is a batch of its own', async () => {
  const { batches, submit } = batcherOf();
  expect(await submit([101, 102])).toEqual(['101', '102']);
  expect(batches).toEqual([[101], [102]]);
});

test('as many batches are under way as may be', () => {
  const { batches, submit } = batcherOf({ atOnce: 2 }, new Gate());
  for (const item of [1, 2, 3]) void submit([item]);
  expect(batches).toEqual([[1], [2]]);
});

test('a request that finds too many waiting is refused, but not for its own size', async () => {
  const { batcher, counts, gate, submit } = batcherOf({}, new Gate());
  void submit([1]);
  const large = submit([1, 1, 1, 1, 1, 1, 1, 1]);
  expect(batcher.waiting).toBe(8);
  await expect(submit([1])).rejects.toMatchObject({
    ...{ code: 'overloaded', message: '8 wait to be encoded already, at most 6 may wait' },
  });
  gate.open(3);
  expect(await large).toHaveLength(8);
  expect(counts).toMatchObject({ rejected: 1, admitted: 2, begun: 2 });
});

test('who leaves before their batch takes no place in it', async () => {
  const { batches, counts, gate, submit } = batcherOf({}, new Gate());
  const leaving = new AbortController();
  const first = submit([1]);
  const left = submit([2], leaving.signal);
  const stays = submit([3]);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  gate.open(2);
  await Promise.all([first, stays]);
  expect(batches).toEqual([[1], [3]]);
  expect(counts).toMatchObject({ skipped: 1, cancelled: 0 });
  await expect(submit([4], leaving.signal)).rejects.toThrow('left');
});

test('a batch is called off when all have left, and not before', async () => {
  const { counts, gate, submit } = batcherOf({}, new Gate());
  const [one, other] = [new AbortController(), new AbortController()];
  const first = submit([1]);
  const both = [submit([2], one.signal), submit([3], other.signal)];
  gate.open(1);
  await first;
  one.abort(new Error('one left'));
  await expect(both[0]).rejects.toThrow('one left');
  expect(counts.cancelled).toBe(0);
  other.abort(new Error('other left'));
  await expect(both[1]).rejects.toThrow('other left');
  expect(counts).toMatchObject({ cancelled: 1, skipped: 0 });
  gate.open(1);
  expect(await submit([4])).toEqual(['4']);
});

test('who leaves in the midst of a large request leaves no rest of it behind', async () => {
  const { batcher, batches, gate, submit } = batcherOf({}, new Gate());
  const leaving = new AbortController();
  const left = submit([1, 2, 3, 4, 5], leaving.signal);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  expect(batcher.waiting).toBe(0);
  gate.open(1);
  await submit([6]);
  expect(batches).toEqual([[1, 2, 3, 4], [6]]);
});

test('a batch that fails is made again for each of its requests', async () => {
  const { batches, counts, submit } = batcherOf();
  const outcomes = await Promise.allSettled([submit([1]), submit([2]), submit([13]), submit([3])]);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true]);
  expect(batches).toEqual([[1], [2, 13, 3], [2], [13], [3]]);
  expect(counts.ended).toBe(5);
});

test('but not where it is the device that fails', async () => {
  const { batches, submit } = batcherOf();
  const outcomes = await Promise.allSettled([submit([1]), submit([2]), submit([14])]);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, false, false]);
  expect(batches).toEqual([[1], [2, 14]]);
});

test('a request whose first part fails is done with', async () => {
  const { batcher, batches, submit } = batcherOf({ maxCount: 1 });
  await expect(submit([13, 1, 2])).rejects.toThrow('bad luck');
  expect(batcher.waiting).toBe(0);
  expect(batches).toEqual([[13]]);
});

test('whatever comes, each gets their own rows in order and no batch is too large', async () => {
  const requests = fc.array(fc.array(fc.integer({ min: 20, max: 120 }), { minLength: 1 }));
  const limits = fc.record({
    maxCount: fc.integer({ min: 1, max: 5 }),
    maxCost: fc.integer({ min: 20, max: 200 }),
    atOnce: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(requests, limits, async (asked, given) => {
      const { batcher, batches, submit } = batcherOf({ ...given, maxWaiting: 10_000 });
      const answers = await Promise.all(asked.map((items) => submit(items)));
      expect(answers).toEqual(asked.map((items) => items.map(String)));
      expect(batches.flat()).toHaveLength(asked.flat().length);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(given.maxCount);
        const cost = batch.reduce((sum, item) => sum + item, 0);
        expect(batch.length === 1 || cost <= given.maxCost).toBe(true);
      }
      expect(batcher.waiting).toBe(0);
    }),
  );
});
