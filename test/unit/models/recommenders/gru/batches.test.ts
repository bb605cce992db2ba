import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchesOf } from '../../../../../models/recommenders/gru/batches.js';
import { pack } from '../../../../../models/recommenders/gru/packed-batch.js';
import { vocabularyOf } from '../../../../../models/recommenders/gru/vocabulary.js';
import { stepsOf, windowsOf } from '../../../../../models/recommenders/gru/windows.js';
import { seededRandom } from '../../../../../shared/domain/random.js';
import { trainingSetOf } from '../../../../support/training-set.js';

const histories = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 }), {
  minLength: 1,
  maxLength: 30,
});

function cut(of: readonly (readonly string[])[], length: number) {
  const set = trainingSetOf({ histories: of });
  const vocabulary = vocabularyOf(set, false);
  const steps = stepsOf(set, vocabulary, 0);
  return { vocabulary, steps, windows: windowsOf(steps, length, () => Number.POSITIVE_INFINITY) };
}

test('every step but the first of a shopper is to be named once, after what came before it', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 5 }), (of, length) => {
      const { vocabulary, steps, windows } = cut(of, length);
      const size = 1_000;
      const arrays = {
        inputs: new Int32Array(size),
        targets: new Int32Array(size),
        kinds: new Uint8Array(size),
      };
      const pairs: string[] = [];
      for (const batch of batchesOf(windows, 10, seededRandom(1))) {
        const { inputs, targets, counts } = pack(batch, { steps, windows }, arrays);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(inputs.length);
        expect(inputs.length).toBeLessThan(10 + length);
        inputs.forEach((row, at) => {
          pairs.push(`${vocabulary.itemIds[row]}${vocabulary.itemIds[targets[at] ?? -1]}`);
        });
      }
      const expected = of.flatMap((history) =>
        history.slice(1).map((item, at) => `${history[at]}${item}`),
      );
      expect(pairs.sort()).toEqual(expected.sort());
    }),
  );
});

test('steps are stacked longest window first, so that none is padded', () => {
  const { vocabulary, steps, windows } = cut(
    [
      ['a', 'b'],
      ['c', 'd', 'a', 'b'],
      ['b', 'c', 'd'],
    ],
    9,
  );
  const [batch = new Int32Array(0)] = batchesOf(windows, 100, seededRandom(1));
  const arrays = {
    inputs: new Int32Array(9),
    targets: new Int32Array(9),
    kinds: new Uint8Array(9),
  };
  const packed = pack(batch, { steps, windows }, arrays);
  expect(packed.counts).toEqual([3, 2, 1]);
  expect(Array.from(packed.inputs, (row) => vocabulary.itemIds[row])).toEqual([
    ...['c', 'b', 'a'],
    ...['d', 'c'],
    'a',
  ]);
});

test('batches come in another order with every epoch, in the same one with the same chance', () => {
  const { windows } = cut(
    Array.from({ length: 50 }, () => ['a', 'b', 'c']),
    9,
  );
  const random = seededRandom(4);
  const [first, second] = [batchesOf(windows, 20, random), batchesOf(windows, 20, random)];
  expect(second).not.toEqual(first);
  expect(batchesOf(windows, 20, seededRandom(4))).toEqual(first);
});

test('of shoppers with something new, only the windows that hold it are learned again', () => {
  const old = Array.from({ length: 9 }, () => ({ item: 'a', ts: 1 }));
  const set = trainingSetOf({
    histories: [[...old, { item: 'b', ts: 7 }, { item: 'a', ts: 8 }], old, [{ item: 'b', ts: 9 }]],
  });
  const steps = stepsOf(set, vocabularyOf(set, false), 5);
  expect([...steps.fresh]).toEqual([2, 0, 1]);
  expect(steps.latest).toBe(9);
  const windows = windowsOf(steps, 4, (shopper) => steps.fresh[shopper] ?? 0);
  expect([...windows.first]).toEqual([6]);
  expect([...windows.lengths]).toEqual([4]);
});
