import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixtureOf } from '../../../../../../models/recommenders/ensemble/blend/blend-settings.js';
import { tabulate } from '../../../../../../models/recommenders/ensemble/blend/case-table.js';
import { searchMixture } from '../../../../../../models/recommenders/ensemble/blend/search-mixture.js';
import type { PartName } from '../../../../../../models/recommenders/ensemble/parts/part-name.js';

const nothing = async () => undefined;
const scored = (...items: readonly number[]) =>
  items.map((item, place) => ({ item, score: -place }));
const tableOf = (parts: Partial<Record<PartName, readonly number[]>>, targets: readonly number[]) =>
  tabulate(
    new Map(
      (['co-visitation', 'ease', 'gru'] as const).flatMap((name) =>
        parts[name] ? [[name, scored(...parts[name])] as const] : [],
      ),
    ),
    targets,
  );

describe('the search for a mixture', () => {
  it('is the best single part where that is right about everything', async () => {
    const tables = [
      tableOf({ gru: [1, 2, 3], ease: [3, 2, 1] }, [1]),
      tableOf({ gru: [5, 6], ease: [6, 5] }, [5]),
    ];
    const found = await searchMixture(tables, [mixtureOf({ ease: 1 })], nothing);
    expect(found.bestSingle).toBe('gru');
    expect(found.gain).toBe(1);
    expect([...found.mixture.keys()]).toEqual(['gru']);
  });

  it('mixes parts that are right in different cases', async () => {
    const tables = [
      tableOf({ gru: [1, 2, 3, 4] }, [1]),
      tableOf({ ease: [5, 6, 7, 8] }, [5]),
      tableOf({ ease: [5, 6, 7, 8] }, [5]),
    ];
    const found = await searchMixture(tables, [], nothing);
    expect(found.bestSingle).toBe('ease');
    expect(found.bestSingleGain).toBeCloseTo(2 / 3, 9);
    expect(found.gain).toBe(1);
    expect([...found.mixture.values()].reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
  });

  it('is never worse than its best part or the mixtures it starts from', async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
    const aCase = fc.record({
      parts: fc.record({ 'co-visitation': order, ease: order, gru: order }),
      target: fc.integer({ min: 0, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(aCase, { minLength: 1, maxLength: 6 }), async (cases) => {
        const tables = cases.map(({ parts, target }) => tableOf(parts, [target]));
        const start = mixtureOf({ ease: 1, gru: 1, popular: 1 });
        const found = await searchMixture(tables, [start], nothing);
        const again = await searchMixture(tables, [found.mixture], nothing);
        expect(found.gain).toBeGreaterThanOrEqual(found.bestSingleGain);
        expect(again.gain).toBeGreaterThanOrEqual(found.gain - 1e-9);
        expect(await searchMixture(tables, [start], nothing)).toEqual(found);
      }),
      { numRuns: 40 },
    );
  });

  it('tells how far it is and stops where the listener says so', async () => {
    const reason = new Error('cancelled');
    const stopping = async () => {
      throw reason;
    };
    await expect(searchMixture([tableOf({ gru: [1] }, [1])], [], stopping)).rejects.toBe(reason);
  });
});
