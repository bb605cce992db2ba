import { describe, expect, it } from 'vitest';
import { item, now, shopOf } from '../shop.js';

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return Array.from(a ?? []).reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0);
}

describe('the item embedder', () => {
  const models = shopOf(
    item('mug', { name: '파란 머그컵', categories: ['Mugs'], description: 'a blue mug' }),
    item('cup', { name: '빨간 머그컵', categories: ['Mugs'] }),
    item('boots', { name: 'walking boots', tags: ['leather'] }),
    item('blank', { name: '…' }),
  );
  const { embedder } = models;

  it('gives unit vectors in which like items are near', async () => {
    const [mug, cup, boots] = await Promise.all(
      ['mug', 'cup', 'boots'].map((id) => embedder.ofItem(id)),
    );
    expect(mug).toHaveLength(embedder.dimension);
    expect(cosine(mug, mug)).toBeCloseTo(1, 5);
    expect(cosine(mug, cup)).toBeGreaterThan(cosine(mug, boots) + 0.2);
    expect(await embedder.ofItem('mug')).toBe(mug);
  });

  it('has none for unknown items and items without words', async () => {
    expect(await embedder.ofItem('unknown')).toBeUndefined();
    expect(await embedder.ofItem('blank')).toBeUndefined();
  });

  it('gives a history the mean of its items, the recent ones more', async () => {
    const view = (itemId: string) => ({ itemId, kind: 'view' as const, ts: now });
    const history = await embedder.ofHistory([view('boots'), view('mug')]);
    expect(cosine(history, history)).toBeCloseTo(1, 5);
    expect(cosine(history, await embedder.ofItem('mug'))).toBeGreaterThan(
      cosine(history, await embedder.ofItem('boots')),
    );
    expect(await embedder.ofHistory([view('unknown'), view('blank')])).toBeUndefined();
    expect(await embedder.ofHistory([])).toBeUndefined();
  });

  it('follows a change of the item', async () => {
    const before = await embedder.ofItem('boots');
    models.follower.apply([item('boots', { name: 'garden gnome' })]);
    expect(cosine(before, await embedder.ofItem('boots'))).toBeLessThan(0.5);
    models.follower.apply([{ kind: 'item-removed', id: 'boots' }]);
    expect(await embedder.ofItem('boots')).toBeUndefined();
  });
});
