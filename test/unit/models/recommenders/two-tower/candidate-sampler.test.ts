import { describe, expect, it } from 'vitest';
import { CandidateSampler } from '../../../../../models/recommenders/two-tower/candidate-sampler.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

const frequencies = Int32Array.from({ length: 60 }, (_, item) =>
  item % 10 === 0 ? 0 : 600 / item,
);
const total = frequencies.reduce((sum, frequency) => sum + frequency, 0);
const options = { candidates: 8, batchSize: 2, drawPower: 0.5 };

function candidatesOf(sampler: CandidateSampler, targets: readonly number[], seed: number) {
  const chosen = new Set(targets);
  sampler.fill(seededRandom(seed), (item) => chosen.add(item).size);
  return chosen;
}

describe('the candidate sampler', () => {
  it('adds different items that were chosen before, up to its size', () => {
    const sampler = new CandidateSampler(frequencies, options);
    for (let seed = 0; seed < 50; seed += 1) {
      const chosen = candidatesOf(sampler, [1, 2], seed);
      expect(chosen.size).toBe(8);
      for (const item of chosen) expect(frequencies[item]).toBeGreaterThan(0);
    }
  });

  it('corrects by how often an item is among the candidates', () => {
    const sampler = new CandidateSampler(frequencies, options);
    const random = seededRandom(3);
    const target = () => {
      let rest = random() * total;
      return frequencies.findIndex((frequency) => {
        rest -= frequency;
        return rest < 0;
      });
    };
    const [seen, rounds] = [new Float64Array(60), 8_000];
    for (let round = 0; round < rounds; round += 1) {
      for (const item of candidatesOf(sampler, [target(), target()], round)) {
        seen[item] = (seen[item] ?? 0) + 1;
      }
    }
    // Draws without repetition reach farther down than the correction assumes, by a little.
    for (const item of [1, 4, 15, 37]) {
      const assumed = Math.exp(-sampler.correction(item, 6));
      expect((seen[item] ?? 0) / rounds / assumed).toBeGreaterThan(0.85);
      expect((seen[item] ?? 0) / rounds / assumed).toBeLessThan(1.5);
    }
  });

  it('takes all items of a small shop, without a correction', () => {
    const sampler = new CandidateSampler(frequencies, { ...options, candidates: 30 });
    expect(sampler.size).toBe(54);
    expect(candidatesOf(sampler, [5], 1).size).toBe(54);
    expect(sampler.correction(5, 50)).toBe(0);
  });

  it('ends where chance alone would hardly find enough', () => {
    const skewed = Int32Array.from({ length: 30 }, (_, item) => (item === 0 ? 1e9 : 1));
    const sampler = new CandidateSampler(skewed, { ...options, drawPower: 1 });
    expect(candidatesOf(sampler, [0], 1).size).toBe(8);
  });
});
