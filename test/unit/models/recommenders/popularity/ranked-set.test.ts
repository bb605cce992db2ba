import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RankedSet } from '../../../../../models/recommenders/popularity/ranked-set.js';

function read(set: RankedSet): number[] {
  const members: number[] = [];
  set.visit((member) => {
    members.push(member);
    return true;
  });
  return members;
}

interface Step {
  readonly kind: 'add' | 'remove' | 'change' | 'read';
  readonly member: number;
  readonly key: number;
}

/** A ranked set and what it should be. */
class Pair {
  readonly #keys = new Map<number, number>();
  readonly #members = new Set<number>();
  readonly #keyOf = (member: number) => this.#keys.get(member) ?? 0;
  readonly set = new RankedSet({ keyOf: this.#keyOf, wins: (a, b) => a < b });

  expected(): number[] {
    return [...this.#members].sort((a, b) => this.#keyOf(b) - this.#keyOf(a) || a - b);
  }

  take({ kind, member, key }: Step): void {
    const before = this.#keyOf(member);
    if (kind === 'add') this.#members.add(member);
    if (kind === 'add') this.set.add(member);
    if (kind === 'remove') this.#members.delete(member);
    if (kind === 'remove') this.set.remove(member);
    if (kind === 'change') this.#keys.set(member, key);
    if (kind === 'change') this.set.moved(member, before);
    if (kind === 'read') expect(read(this.set)).toEqual(this.expected());
  }
}

describe('a ranked set', () => {
  it('is in the order of its keys after any changes', () => {
    const step = fc.record({
      kind: fc.constantFrom('add', 'remove', 'change', 'read'),
      member: fc.integer({ min: 0, max: 60 }),
      key: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const pair = new Pair();
        for (const one of steps) pair.take(one);
        const expected = pair.expected();
        expect(read(pair.set)).toEqual(expected);
        expect(pair.set.size).toBe(expected.length);
        expect(pair.set.at(0)).toBe(expected[0]);
        expect(pair.set.at(expected.length)).toBeUndefined();
      }),
    );
  });

  it('sorts anew when told that all has moved', () => {
    let sign = 1;
    const set = new RankedSet({ keyOf: (member) => sign * member, wins: () => true });
    for (const member of [1, 2, 3]) set.add(member);
    expect(read(set)).toEqual([3, 2, 1]);
    sign = -1;
    set.allMoved();
    expect(read(set)).toEqual([1, 2, 3]);
  });
});
