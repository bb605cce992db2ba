import { describe, expect, it } from 'vitest';
import { acceptSampled } from '../../../../../../models/training/evaluation/protocols/sampled.js';

const ids = [...'abcdefghij'];
const step = (itemId: string) => ({ itemId, kind: 'view' as const, ts: 0 });
const asked = (history: string, targets: string) => ({
  ...{ shopper: 'x', history: [...history].map(step), targets: [...targets].map(step) },
});

function sampleOf(one: ReturnType<typeof asked>, count: number, seed = 1): string {
  return ids.filter(acceptSampled(ids, [one], { count, seed })(one)).join('');
}

describe('sampled items', () => {
  it('are the targets and as many others as were asked for, none of them known', () => {
    const sample = sampleOf(asked('abc', 'd'), 4);
    expect(sample).toHaveLength(5);
    expect(sample).toMatch(/^d[e-j]+$/);
  });

  it('are the same for the same seed, for every model that is asked', () => {
    const one = asked('a', 'b');
    expect(sampleOf(one, 3, 7)).toBe(sampleOf(one, 3, 7));
    const accept = acceptSampled(ids, [one], { count: 3, seed: 7 });
    expect(ids.filter(accept(one))).toEqual(ids.filter(accept(one)));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => sampleOf(one, 3, seed))).size).toBeGreaterThan(1);
  });

  it('are all there are where that is fewer', () => {
    expect(sampleOf(asked('abcdefgh', 'i'), 99)).toBe('ij');
  });

  it('are drawn evenly', () => {
    const one = asked('', 'a');
    const seeds = Array.from({ length: 900 }, (_, seed) => seed);
    const counts = ids
      .slice(1)
      .map((id) => seeds.filter((seed) => sampleOf(one, 1, seed).includes(id)).length);
    for (const count of counts) {
      expect(count).toBeGreaterThan(60);
      expect(count).toBeLessThan(140);
    }
  });
});
