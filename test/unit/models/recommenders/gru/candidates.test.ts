import { expect, test } from 'vitest';
import {
  sampledCatalogue,
  wholeCatalogue,
} from '../../../../../models/recommenders/gru/candidates.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

const frequencies = Float64Array.from({ length: 100 }, (_, row) => (row < 10 ? 90 : 1));
const sampling = {
  frequencies,
  negatives: 20,
  popularityPower: 1,
  maxPositions: 10,
  random: seededRandom(1),
};

test('each target stands among candidates of which none comes twice', () => {
  const choice = sampledCatalogue(sampling);
  for (let round = 0; round < 20; round += 1) {
    const targets = Int32Array.of(3, 77, 3, round);
    const { rows, targets: places } = choice.choose(targets);
    expect(new Set(rows).size).toBe(rows.length);
    expect(Array.from(places, (place) => rows[Number(place)])).toEqual([...targets]);
  }
});

test('the bias is minus the logarithm of how often a candidate is seen', () => {
  const choice = sampledCatalogue(sampling);
  const random = seededRandom(2);
  const seen = new Map<number, number>();
  const biases = new Map<number, number>();
  const rounds = 20_000;
  for (let round = 0; round < rounds; round += 1) {
    const drawn = random() * 990;
    const { rows, bias } = choice.choose(
      Int32Array.of(drawn < 900 ? Math.floor(drawn / 90) : Math.floor(drawn - 890)),
    );
    rows.forEach((row, at) => {
      seen.set(row, (seen.get(row) ?? 0) + 1);
      biases.set(row, bias[at] ?? 0);
    });
  }
  for (const row of [0, 5, 50]) {
    const share = (seen.get(row) ?? 0) / rounds;
    expect(Math.exp(-(biases.get(row) ?? 0))).toBeCloseTo(share, 1.5);
  }
});

test('a small catalogue is told apart whole', () => {
  const { rows, bias, targets } = wholeCatalogue(4, 3).choose(Int32Array.of(2, 0));
  expect([...rows]).toEqual([0, 1, 2, 3]);
  expect([...bias]).toEqual([0, 0, 0, 0]);
  expect([...targets]).toEqual([2n, 0n]);
});
