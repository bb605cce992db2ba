import { describe, expect, it } from 'vitest';
import {
  describeItems,
  type ItemFeatures,
} from '../../../../../models/recommenders/item-features/describe-items.js';
import {
  labelsOf,
  labelVocabulary,
  rowOf,
} from '../../../../../models/recommenders/item-features/label-vocabulary.js';
import { spread } from '../../../../../models/recommenders/item-features/spread.js';
import type { Item } from '../../../../../shared/domain/item.js';

function itemOf(item: Partial<Item> & Pick<Item, 'id'>): Item {
  return {
    ...{ name: '', categories: [], tags: [], attributes: {}, isActive: true, createdAt: 0 },
    ...item,
  };
}

const shop = [
  itemOf({ id: 'a', name: 'blue ceramic mug', categories: ['Mugs'], price: 10, seller: 'x' }),
  itemOf({ id: 'b', name: 'green ceramic mug', categories: ['Mugs'], price: 100, seller: 'x' }),
  itemOf({ id: 'c', name: 'leather walking boots', tags: ['warm'], attributes: { brand: 'Fell' } }),
  itemOf({ id: 'd', name: 'rubber walking boots', tags: ['warm'], attributes: { brand: 'Fell' } }),
  itemOf({ id: 'e', tags: ['alone'] }),
];

function textOf({ values, dimension, textDimension }: ItemFeatures, row: number): number[] {
  return [...values.subarray(row * dimension, row * dimension + textDimension)];
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
}

describe('describing items', () => {
  it('keeps items of like words together when text is reduced', async () => {
    const features = await describeItems(shop, { seed: 1, textDimension: 3 });
    const [mug, other, boots] = [0, 1, 2].map((row) => textOf(features, row));
    expect(features.dimension).toBe(5);
    expect(cosine(mug ?? [], other ?? [])).toBeGreaterThan(0.8);
    expect(Math.abs(cosine(mug ?? [], boots ?? []))).toBeLessThan(0.3);
  });

  it('gives an item without text zeros', async () => {
    const features = await describeItems([itemOf({ id: 'e' }), ...shop], {
      seed: 1,
      textDimension: 4,
    });
    expect(textOf(features, 0).every((value) => value === 0)).toBe(true);
  });

  it('scales prices and flags their absence', async () => {
    const { values, dimension } = await describeItems(shop, { seed: 1, textDimension: 4 });
    const priceOf = (row: number) => [...values.subarray((row + 1) * dimension - 2).slice(0, 2)];
    expect(priceOf(0)).toEqual([-1, 0]);
    expect(priceOf(1)).toEqual([1, 0]);
    expect(priceOf(2)).toEqual([0, 1]);
  });

  it('numbers labels that two items share', async () => {
    const { labels, space } = await describeItems(shop, { seed: 1, textDimension: 4 });
    const namesOf = (row: number) => [...rowOf(labels, row)].map((label) => space.labels[label]);
    expect(namesOf(0)).toEqual(['category:Mugs', 'seller:x']);
    expect(namesOf(2)).toEqual(['brand:Fell', 'tag:warm']);
    expect(namesOf(4)).toEqual(['tag:alone'].filter((label) => space.labels.includes(label)));
    expect(namesOf(4)).toEqual([]);
  });

  it('describes new items in a space from before, new labels after the old', async () => {
    const before = await describeItems(shop, { seed: 1, textDimension: 4 });
    const added = [
      itemOf({ id: 'f', name: 'red mug', categories: ['Mugs'], tags: ['new'], price: 10 }),
      itemOf({ id: 'g', tags: ['new'] }),
    ];
    const after = await describeItems(added, { seed: 2, space: before.space });
    expect(after.space.axes).toBe(before.space.axes);
    expect(after.space.labels).toEqual([...before.space.labels, 'tag:new']);
    expect(after.values[after.dimension - 2]).toBe(before.values[before.dimension - 2]);
    expect(cosine(textOf(before, 0), textOf(after, 0))).toBeGreaterThan(0.2);
  });

  it('takes another encoder, whose vectors it reduces', async () => {
    const encoder = {
      dimension: 4,
      encode: async (items: readonly Item[]) =>
        Float32Array.from(items.flatMap(() => [0.6, 0.8, 0, 0])),
    };
    const features = await describeItems(shop, { seed: 1, textDimension: 2, encoder });
    expect(features.textDimension).toBe(2);
    expect(Math.abs(textOf(features, 0)[0] ?? 0)).toBeCloseTo(1, 5);
  });

  it('describes a shop without items, and stops where the pause rejects', async () => {
    const none = await describeItems([], { seed: 1, textDimension: 4 });
    expect(none.values).toHaveLength(0);
    expect(none.space.price).toEqual({ mean: 0, deviation: 1 });
    const pause = () => Promise.reject(new Error('cancelled'));
    await expect(describeItems(shop, { seed: 1, textDimension: 4, pause })).rejects.toThrow(
      'cancelled',
    );
  });
});

describe('labels', () => {
  it('are capped for an item and for a shop, the most frequent first', () => {
    const many = Array.from({ length: 40 }, (_, at) => `t${at}`);
    expect(labelsOf(itemOf({ id: 'a', tags: many }))).toHaveLength(16);
    const items = [['x', 'y', 'z'], ['x', 'y', 'z'], ['y']].map((tags, at) =>
      itemOf({ id: `${at}`, tags }),
    );
    expect(labelVocabulary(items, 2)).toEqual(['tag:y', 'tag:x']);
  });
});

describe('a spread sample', () => {
  it('takes elements evenly, all where there are few', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6]);
    expect(spread([0, 1], 4)).toEqual([0, 1]);
  });
});
