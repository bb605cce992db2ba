import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockRows, QuantisedRows } from '../../../../models/vectors/quantised-rows.js';
import { seededRandom } from '../../../../shared/domain/random.js';

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

const unit = (vector: Float32Array) => {
  const length = lengthOf(vector);
  return Float64Array.from(vector, (value) => value / length);
};

function cosine(a: Float32Array, b: Float32Array): number {
  const [left, right] = [unit(a), unit(b)];
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}

function rowsOf(vectors: readonly Float32Array[]): QuantisedRows {
  const rows = new QuantisedRows(vectors[0]?.length ?? 1);
  rows.reserve(vectors.length);
  for (const [row, vector] of vectors.entries()) rows.set(row, vector, lengthOf(vector));
  return rows;
}

function scanFor(rows: QuantisedRows, query: Float32Array): void {
  rows.aim(unit(query));
  for (let block = 0; block < rows.blocks; block += 1) rows.scan(block);
}

function gaussian(dimensions: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
}

/** Of very different sizes, some of them zero, but never all. */
const someVector = (dimensions: number) =>
  fc
    .array(fc.tuple(fc.float({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1, 40)), {
      minLength: dimensions,
      maxLength: dimensions,
    })
    .map((values) => Float32Array.from(values, ([value, size]) => value * size))
    .map((vector) => (lengthOf(vector) > 0 ? vector : vector.fill(1)));

describe('rows in 8 bits', () => {
  it('have bounds that no cosine passes', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 600 })
          .chain((dimensions) =>
            fc.tuple(
              fc.array(someVector(dimensions), { minLength: 1, maxLength: 6 }),
              someVector(dimensions),
            ),
          ),
        ([vectors, query]) => {
          const rows = rowsOf(vectors);
          scanFor(rows, query);
          for (const [row, vector] of vectors.entries()) {
            expect(rows.bound(row)).toBeGreaterThanOrEqual(Math.min(1, cosine(vector, query)));
            expect(rows.bound(row)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([384, 4_096])('have bounds close to the cosine in %i dimensions', (dimensions) => {
    const vectors = Array.from({ length: 50 }, (_, seed) => gaussian(dimensions, seed));
    const query = gaussian(dimensions, 99);
    const rows = rowsOf(vectors);
    scanFor(rows, query);
    for (const [row, vector] of vectors.entries()) {
      const margin = rows.bound(row) - cosine(vector, query);
      expect(margin).toBeGreaterThanOrEqual(0);
      expect(margin).toBeLessThan(0.015);
    }
  });

  it('are collected once each, by bounds that fall', () => {
    const vectors = Array.from({ length: blockRows + 100 }, (_, seed) => gaussian(8, seed));
    const rows = rowsOf(vectors);
    expect(rows.blocks).toBe(2);
    scanFor(rows, gaussian(8, 7_777));
    const limits = [Number.POSITIVE_INFINITY, rows.boundOf(10), rows.boundOf(1_000), -1];
    const collected = limits.slice(1).map((low, at) =>
      [0, 1].flatMap((block) => {
        const places = rows.collect(block, low, limits[at] ?? 0);
        return Array.from(places, (place) => block * blockRows + place);
      }),
    );
    expect(collected.flat().toSorted((a, b) => a - b)).toEqual([...vectors.keys()]);
    expect(collected[0]?.length).toBeGreaterThanOrEqual(10);
    expect(collected[0]?.length).toBeLessThan(100);
    const worst = Math.min(...(collected[0] ?? []).map((row) => rows.bound(row)));
    for (const row of collected[1] ?? []) expect(rows.bound(row)).toBeLessThan(worst);
  });

  it.each([
    ['tiny', 1e-42],
    ['huge', 3e38],
  ])('keep the direction of a %s vector', (_, size) => {
    const vector = Float32Array.of(size, 0, -size, size);
    const rows = rowsOf([vector]);
    expect(rows.lengthOf(vector) / lengthOf(vector)).toBeCloseTo(1, 12);
    scanFor(rows, Float32Array.of(1, 0, -1, 0));
    expect(rows.bound(0)).toBeCloseTo(Math.sqrt(2 / 3), 2);
  });

  it('stay what they are when there is room for more', () => {
    const [first, second] = [gaussian(64, 1), gaussian(64, 2)];
    const rows = rowsOf([first]);
    rows.reserve(1_000_000);
    rows.set(1, second, lengthOf(second));
    scanFor(rows, first);
    expect(rows.bound(0)).toBe(1);
    expect(rows.bound(1)).toBeCloseTo(cosine(first, second), 1);
  });

  it('close the gap that a removed one leaves, also from another block', () => {
    const vectors = Array.from({ length: blockRows + 1 }, (_, seed) => gaussian(40, seed));
    const rows = rowsOf(vectors);
    const last = vectors.at(-1) ?? gaussian(40, 0);
    rows.remove(3);
    expect([rows.size, rows.blocks]).toEqual([blockRows, 1]);
    scanFor(rows, last);
    expect(rows.bound(3)).toBe(1);
  });
});
