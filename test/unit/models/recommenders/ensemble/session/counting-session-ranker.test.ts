import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../../../../shared/domain/event.js';
import { ids, item, now, shopOf, visit } from '../../shop.js';

const weights = { clicks: 0.1, carts: 0.3, orders: 0.6 };
const viewed = (itemId: string): Interaction => ({ itemId, kind: 'view', ts: now });
const ask = (...items: readonly string[]) => ({
  history: items.map(viewed),
  count: 10,
  now,
  accept: () => true,
  weights,
});

const visits = [
  ...visit('s1', 'tent lamp lamp'),
  ...visit('s2', 'tent lamp cart:pegs'),
  ...visit('s3', 'tent cart:pegs order:bag'),
  ...visit('s4', 'tent order:bag'),
];

describe('the session ranker', () => {
  it('counts clicks, carts and orders apart, by the kind of what came near', async () => {
    const rows = await shopOf(visits).sessions.rank(ask('tent'));
    const best = (objective: 'clicks' | 'carts' | 'orders') =>
      [...rows].sort((a, b) => b[objective] - a[objective])[0]?.itemId;
    expect([best('clicks'), best('carts'), best('orders')]).toEqual(['lamp', 'pegs', 'bag']);
    expect(Math.max(...rows.map((row) => row.clicks))).toBeCloseTo(1, 9);
    expect(Math.max(...rows.map((row) => row.carts))).toBeCloseTo(1, 9);
    expect(Math.max(...rows.map((row) => row.orders))).toBeCloseTo(1, 9);
  });

  it('sorts by the weighted sum of its scores', async () => {
    const models = shopOf(visits);
    const rows = await models.sessions.rank(ask('tent'));
    for (const row of rows) {
      const sum = 0.1 * row.clicks + 0.3 * row.carts + 0.6 * row.orders;
      expect(row.combined).toBeCloseTo(sum, 9);
    }
    expect(rows[0]?.itemId).toBe('bag');
    const onlyClicks = { ...ask('tent'), weights: { clicks: 1, carts: 0, orders: 0 } };
    expect((await models.sessions.rank(onlyClicks))[0]?.itemId).toBe('lamp');
  });

  it('leaves out the session’s own items and what is not accepted', async () => {
    const models = shopOf(visits);
    expect(ids(await models.sessions.rank(ask('tent', 'lamp')))).toEqual(['bag', 'pegs']);
    const refused = { ...ask('tent'), accept: (id: string) => id !== 'bag' };
    expect(ids(await models.sessions.rank(refused))).not.toContain('bag');
  });

  it('fills up with what is popular for each objective, below what the session says', async () => {
    const models = shopOf(
      ['tent', 'lamp', 'pegs', 'bag', 'sock'].map((id) => item(id)),
      visits,
      visit('s9', 'sock sock'),
    );
    const rows = await models.sessions.rank(ask('tent'));
    expect(rows.at(-1)?.itemId).toBe('sock');
    expect(rows.at(-1)?.combined).toBeLessThanOrEqual(rows.at(-2)?.combined ?? 0);
    const strangers = await models.sessions.rank({ ...ask(), count: 5 });
    expect(strangers).toHaveLength(5);
    expect(strangers.find((row) => row.itemId === 'sock')).toMatchObject({ carts: 0, orders: 0 });
    expect(strangers.find((row) => row.itemId === 'bag')?.orders).toBe(1);
    const combined = strangers.map((row) => row.combined);
    expect(combined).toEqual([...combined].sort((a, b) => b - a));
    expect(await models.sessions.rank({ ...ask(), count: 0 })).toEqual([]);
  });

  it('scores nothing above zero where all weights are zero', async () => {
    const models = shopOf(item('lamp'), visits);
    const none = { ...ask('tent'), weights: { clicks: 0, carts: 0, orders: 0 } };
    expect((await models.sessions.rank(none)).every((row) => row.combined === 0)).toBe(true);
  });

  it('gives zero for an objective that nothing was ever seen of', async () => {
    const models = shopOf(item('a'), item('b'));
    const rows = await models.sessions.rank(ask());
    expect(rows).toMatchObject([
      { itemId: 'a', clicks: 0, carts: 0, orders: 0, combined: 0 },
      { itemId: 'b', clicks: 0, carts: 0, orders: 0, combined: 0 },
    ]);
  });
});
