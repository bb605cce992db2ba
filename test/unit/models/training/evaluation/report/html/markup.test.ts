import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escaped,
  ticksUpTo,
} from '../../../../../../../models/training/evaluation/report/html/markup.js';

describe('markup', () => {
  it('lets no text become an element', () => {
    expect(escaped(`<b>"R&D" isn't</b>`)).toBe('&lt;b&gt;&quot;R&amp;D&quot; isn&#39;t&lt;/b&gt;');
  });

  it('divides any scale into a few round parts that hold its end', () => {
    expect(ticksUpTo(0.27)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticksUpTo(9)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticksUpTo(0)).toEqual([0, 1]);
    expect(ticksUpTo(Number.NaN)).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (most) => {
        const ticks = ticksUpTo(most);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      }),
    );
  });
});
