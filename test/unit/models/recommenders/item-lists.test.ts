import { describe, expect, it } from 'vitest';
import { ask, dayMs, happened, hourMs, ids, item, now, shopOf, visit } from './shop.js';

describe('popular', () => {
  it('weighs events by type and lets them fade with a half-life of a week', () => {
    const models = shopOf(
      [item('viewed'), item('ordered'), item('old'), item('untouched')],
      happened({ itemId: 'viewed', ts: now }),
      happened({ itemId: 'viewed', ts: now }),
      happened({ itemId: 'ordered', type: 'order', ts: now }),
      happened({ itemId: 'old', type: 'order', ts: now - 35 * dayMs }),
    );
    const list = models.lists.popular(ask());
    expect(ids(list)).toEqual(['ordered', 'viewed', 'old', 'untouched']);
    expect(list[1]?.score).toBeCloseTo(1 / (1 + Math.log2(5)), 9);
    expect(list[2]?.score).toBeCloseTo(1 / (1 + 5), 9);
  });

  it('reaches the whole catalogue: what nobody touched comes last, newest first', () => {
    const models = shopOf(
      item('older', { createdAt: now - 90 * dayMs }),
      item('newer', { createdAt: now - 2 * dayMs }),
      item('same-b', { createdAt: now - 50 * dayMs }),
      item('same-a', { createdAt: now - 50 * dayMs }),
      item('touched'),
      happened({ itemId: 'touched', ts: now - 900 * dayMs }),
    );
    const list = models.lists.popular(ask());
    expect(ids(list)).toEqual(['touched', 'newer', 'same-a', 'same-b', 'older']);
    expect(list[0]?.reason).toEqual({ kind: 'popular', thisWeek: false });
    expect(list[1]?.reason).toEqual({ kind: 'new' });
    expect(list[4]?.reason).toEqual({ kind: 'catalogue' });
    const restrictive = ask({ accept: (id) => id === 'older' });
    expect(ids(models.lists.popular(restrictive))).toEqual(['older']);
  });

  it('knows each category, and names it only where the item is among its most popular', () => {
    const mugs = Array.from({ length: 12 }, (_, index) => `mug-${String(index).padStart(2, '0')}`);
    const models = shopOf(
      mugs.map((id) => item(id, { categories: ['Mugs'] })),
      item('plate'),
      mugs.flatMap((itemId, index) =>
        Array.from({ length: 12 - index }, () => happened({ itemId, ts: now })),
      ),
      happened({ itemId: 'plate', ts: now }),
    );
    const mugList = models.lists.popular(ask({ category: 'Mugs', count: 20 }));
    expect(ids(mugList)).toEqual(mugs);
    expect(mugList[11]?.reason).toEqual({ kind: 'popular', category: 'Mugs', thisWeek: true });
    const all = models.lists.popular(ask({ count: 20 }));
    expect(all.find((one) => one.itemId === 'mug-00')?.reason).toMatchObject({ category: 'Mugs' });
    expect(all.find((one) => one.itemId === 'mug-11')?.reason).toEqual({
      kind: 'popular',
      thisWeek: true,
    });
    expect(models.lists.popular(ask({ category: 'Hats' }))).toEqual([]);
  });

  it('follows items from category to category and out of the catalogue', () => {
    const models = shopOf(
      item('a', { categories: ['Mugs'] }),
      item('b', { categories: ['Mugs'] }),
      happened({ itemId: 'a', ts: now }),
    );
    expect(ids(models.lists.popular(ask({ category: 'Mugs' })))).toEqual(['a', 'b']);
    models.follower.apply([
      item('a', { categories: ['Cups'] }),
      happened({ itemId: 'b', ts: now }),
    ]);
    expect(ids(models.lists.popular(ask({ category: 'Mugs' })))).toEqual(['b']);
    expect(ids(models.lists.popular(ask({ category: 'Cups' })))).toEqual(['a']);
    models.follower.apply([
      { kind: 'item-removed', id: 'b' },
      { kind: 'item-removed', id: 'never-there' },
      item('a', { categories: ['Cups'], name: 'renamed' }),
    ]);
    expect(ids(models.lists.popular(ask()))).toEqual(['a']);
    expect(models.stats().items).toBe(1);
  });

  it('counts an event of an item that comes later', () => {
    const models = shopOf(item('early'), happened({ itemId: 'late', ts: now }));
    expect(ids(models.lists.popular(ask()))).toEqual(['early']);
    models.follower.apply([item('late')]);
    expect(ids(models.lists.popular(ask()))).toEqual(['late', 'early']);
  });

  it('does not count dismissals, nor types that are not configured', () => {
    const models = shopOf(
      item('a'),
      item('b'),
      happened({ itemId: 'b', type: 'dismiss' }),
      happened({ itemId: 'b', type: 'unheard-of' }),
    );
    expect(models.lists.popular(ask())[0]?.itemId).toBe('a');
    expect(models.stats().events).toBe(0);
  });
});

describe('trending', () => {
  it('puts what rises against its own past above what is always wanted', () => {
    const steady = Array.from({ length: 600 }, (_, index) =>
      happened({ itemId: 'steady', ts: now - (index / 10) * dayMs }),
    );
    const rising = Array.from({ length: 40 }, (_, index) =>
      happened({ itemId: 'rising', ts: now - index * 0.5 * hourMs }),
    );
    const models = shopOf(item('steady'), item('rising'), item('none'), steady, rising);
    const list = models.lists.trending(ask());
    expect(list[0]).toMatchObject({ itemId: 'rising', reason: { kind: 'trending' } });
    expect(ids(list)).not.toContain('none');
    expect(models.lists.popular(ask())[0]?.itemId).toBe('steady');
    expect(models.lists.trending(ask({ count: 0 }))).toEqual([]);
    const refused = ask({ accept: (id) => id !== 'rising' });
    expect(ids(models.lists.trending(refused))).not.toContain('rising');
  });

  it('keeps to a category where one is named', () => {
    const models = shopOf(
      item('mug', { categories: ['Mugs'] }),
      item('hat'),
      happened({ itemId: 'mug', ts: now }),
      happened({ itemId: 'hat', ts: now }),
    );
    expect(models.lists.trending(ask({ category: 'Mugs' }))).toMatchObject([
      { itemId: 'mug', reason: { kind: 'trending', category: 'Mugs' } },
    ]);
  });
});

describe('latest', () => {
  it('is newest first, with a score that falls from 1 to a half in 30 days', () => {
    const models = shopOf(
      item('month', { createdAt: now - 30 * dayMs }),
      item('today', { createdAt: now, categories: ['Mugs'] }),
      item('future', { createdAt: now + dayMs }),
    );
    const list = models.lists.latest(ask());
    expect(list.map(({ itemId, score }) => [itemId, score])).toEqual([
      ['future', 1],
      ['today', 1],
      ['month', 0.5],
    ]);
    expect(ids(models.lists.latest(ask({ category: 'Mugs' })))).toEqual(['today']);
    expect(models.lists.latest(ask({ count: 0 }))).toEqual([]);
    models.follower.apply([{ kind: 'item-removed', id: 'future' }]);
    models.follower.apply([item('month', { createdAt: now + dayMs })]);
    expect(ids(models.lists.latest(ask()))).toEqual(['month', 'today']);
  });
});

describe('similar', () => {
  it('finds by what shoppers did, and by words for an item that nobody touched', () => {
    const models = shopOf(
      item('mug', { name: 'blue mug', categories: ['Mugs'] }),
      item('saucer', { name: 'white saucer' }),
      item('cup', { name: 'blue cup', categories: ['Mugs'] }),
      item('boots', { name: 'walking boots' }),
      visit('s1', 'mug saucer'),
      visit('s2', 'mug saucer'),
    );
    const query = ask();
    expect(ids(models.lists.similar('mug', query))).toEqual(['saucer', 'cup']);
    expect(models.lists.similar('cup', query)).toMatchObject([
      { itemId: 'mug', reason: { kind: 'similar', because: 'cup' } },
    ]);
    expect(ids(models.lists.similar('mug', ask({ category: 'Mugs' })))).toEqual(['cup']);
    expect(models.lists.similar('unknown', query)).toEqual([]);
  });

  it('takes in a new item at once, and a renamed one as it is now', () => {
    const models = shopOf(item('mug', { name: 'blue mug' }), item('jar', { name: 'glass jar' }));
    expect(models.lists.similar('mug', ask())).toEqual([]);
    models.follower.apply([
      item('new', { name: 'red mug', seller: 'x', attributes: { brand: 'y' } }),
    ]);
    expect(ids(models.lists.similar('mug', ask()))).toEqual(['new']);
    models.follower.apply([item('new', { name: 'red jar' })]);
    expect(ids(models.lists.similar('mug', ask()))).toEqual([]);
    expect(ids(models.lists.similar('jar', ask()))).toEqual(['new']);
    models.follower.apply([{ kind: 'item-removed', id: 'jar' }]);
    expect(models.lists.similar('jar', ask())).toEqual([]);
  });
});

describe('bought together', () => {
  it('counts baskets, not looks, and does not let the best seller win everything', () => {
    const models = shopOf(
      ['tent', 'pegs', 'bag', 'lamp'].map((id) => item(id)),
      visit('s1', 'order:tent order:pegs order:bag lamp'),
      visit('s2', 'order:tent lamp order:pegs order:bag'),
      Array.from({ length: 30 }, (_, index) => visit(`other-${index}`, 'order:bag')).flat(),
    );
    const list = models.lists.boughtTogether('tent', ask());
    expect(ids(list)).toEqual(['pegs', 'bag']);
    expect(list[0]?.reason).toEqual({ kind: 'bought-together', because: 'tent' });
    // Two pairs of orders, believed by 2 in 3, over the root of the other's two events.
    expect(list[0]?.score).toBeCloseTo((2 * (2 / 3)) / Math.SQRT2, 9);
    expect(models.lists.boughtTogether('lamp', ask())).toEqual([]);
    expect(models.lists.boughtTogether('unknown', ask())).toEqual([]);
  });

  it('lets carts count half, and ends a basket after six hours', () => {
    const models = shopOf(
      happened({ userId: 'u', itemId: 'a', type: 'order', ts: now - 20 * hourMs }),
      happened({ userId: 'u', itemId: 'b', type: 'cart', ts: now - 19 * hourMs }),
      happened({ userId: 'u', itemId: 'c', type: 'order', ts: now - 10 * hourMs }),
    );
    const list = models.lists.boughtTogether('a', ask());
    expect(ids(list)).toEqual(['b']);
    expect(list[0]?.score).toBeCloseTo(0.5 * (0.5 / 1.5), 9);
  });
});

it('finds nothing alike in what all of a catalogue has in common', () => {
  const models = shopOf(
    Array.from({ length: 30 }, (_, at) => item(`p${at}`, { name: `Item ${at}` })),
  );
  expect(models.lists.similar('p1', ask())).toEqual([]);
});
