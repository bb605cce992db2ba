import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecayedSums } from '../../../../../models/recommenders/popularity/decayed-sums.js';

const dayMs = 86_400_000;

describe('decayed sums', () => {
  it('halve with every half-life', () => {
    const sums = new DecayedSums(7 * dayMs);
    sums.add(0, 4, 100 * dayMs);
    expect(sums.at(0, 100 * dayMs)).toBeCloseTo(4, 9);
    expect(sums.at(0, 114 * dayMs)).toBeCloseTo(1, 9);
  });

  it('do not depend on the order of events, and are the plain sum over the log', () => {
    const event = fc.record({
      weight: fc.integer({ min: 1, max: 10 }),
      day: fc.integer({ min: 0, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 30 }), (events) => {
        const forward = new DecayedSums(7 * dayMs);
        const backward = new DecayedSums(7 * dayMs);
        for (const { weight, day } of events) forward.add(0, weight, day * dayMs);
        for (const { weight, day } of events.toReversed()) backward.add(0, weight, day * dayMs);
        const now = 900;
        const plain = events.reduce(
          (sum, { weight, day }) => sum + weight * 2 ** ((day - now) / 7),
          0,
        );
        expect(forward.at(0, now * dayMs) / plain).toBeCloseTo(1, 6);
        expect(forward.logarithmOf(0)).toBeCloseTo(backward.logarithmOf(0), 9);
      }),
    );
  });

  it('stay finite for the far past and future', () => {
    const sums = new DecayedSums(dayMs);
    sums.add(0, 1, -1e15);
    sums.add(0, 1, 8e15);
    expect(Number.isFinite(sums.logarithmOf(0))).toBe(true);
  });

  it('give the true rate of a steady stream', () => {
    const sums = new DecayedSums(7 * dayMs);
    for (let hour = 0; hour < 24 * 365; hour += 1) sums.add(0, 1, (hour / 24) * dayMs);
    expect(sums.dailyRate(0, 365 * dayMs)).toBeGreaterThan(23.8);
    expect(sums.dailyRate(0, 365 * dayMs)).toBeLessThan(24.2);
  });

  it('know nothing of a key without weight', () => {
    const sums = new DecayedSums(dayMs);
    sums.add(1, 0, 5);
    sums.add(2, 3, 5);
    sums.clear(2);
    expect(sums.logarithmOf(1)).toBe(Number.NEGATIVE_INFINITY);
    expect(sums.at(2, 5)).toBe(0);
  });
});
