import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { behaviorTypes } from '../../../../../shared/domain/event.js';
import type { Item } from '../../../../../shared/domain/item.js';
import {
  makeRecordBehavior,
  type RecordBehavior,
} from '../../../../../shared/use-cases/behaviors/record-behavior.js';
import { item } from '../../../../contract/store-under-test.js';
import { openRecommendingShop } from '../../../../support/recommending-shop.js';

const sessionId = 'sid/of-somebody';
const teal = 'Nordlys Stoneware Mug, Teal Stripes';

let shop: Awaited<ReturnType<typeof openRecommendingShop>>;
let recordBehavior: RecordBehavior;

beforeEach(async () => {
  shop = await openRecommendingShop(24, 12);
  const { common, store, ingestEvents } = shop;
  recordBehavior = makeRecordBehavior({ ...common, ...store, ingestEvents });
  await put(
    item('teal', { name: teal }),
    item('red', { name: 'Nordlys Stoneware Mug, Red Stripes' }),
    item('kettle', { name: '스테인리스 무선 주전자' }),
  );
});
afterEach(() => shop.close());

async function put(...items: readonly Item[]) {
  await shop.store.catalog.upsert(items);
  await shop.followChanges.catchUp();
}
const view = (name: string) => recordBehavior({ sessionId, name, type: 'item_view' });
const history = (id = sessionId) => shop.models.histories.ofSession(id, 10) ?? [];
async function recommended() {
  const wanted = { userId: sessionId, limit: 100, offset: 0, options: {} };
  return (await shop.recommendUser(wanted)).recommendations;
}

describe('A behaviour by product name', () => {
  it('goes to the item of that name', async () => {
    const { item: found, ...rest } = await view(teal);
    expect(found.id).toBe('teal');
    expect(rest).toEqual({ match: 'exact', consistency: expect.any(String) });
  });

  it.each([
    ['NORDLYS  stoneware-mug teal stripes', 'teal'],
    ['스테인리스무선주전자', 'kettle'],
    ['스테인리스 무선 주전자'.normalize('NFD'), 'kettle'],
  ])('goes to the item whose name differs in case, spaces or punctuation: %s', async (name, id) => {
    expect(await view(name)).toMatchObject({ match: 'normalised', item: { id } });
  });

  it.each([
    ['Nordlys Stonware Mug, Teal Stripes', 'teal', 'by a letter'],
    ['Red Stripes Nordlis Stoneware Mug', 'red', 'by a letter and the order of words'],
    ['스테인리스 무선 주전저', 'kettle', 'by a vowel'],
  ])('goes to the item whose name is all but the same: %s, %s, %s', async (name, id) => {
    const { match, similarity, item: found } = await view(name);
    expect({ match, id: found.id }).toEqual({ match: 'similar', id });
    expect(similarity).toBeGreaterThan(0.7);
    expect(similarity).toBeLessThanOrEqual(1);
  });

  it('is part of what the session has done when it settles, for each of the six types', async () => {
    for (const type of behaviorTypes) await recordBehavior({ sessionId, name: teal, type });
    const steps = history().map(({ itemId, kind }) => `${kind} ${itemId}`);
    expect(steps.sort()).toEqual(
      ['cart', 'checkout', 'like', 'offer', 'order', 'view'].map((kind) => `${kind} teal`),
    );
    expect(history('sid/of-another')).toEqual([]);
  });

  it('shows in what the session is recommended', async () => {
    const name = shop.items.get('6')?.name ?? '';
    await recordBehavior({ sessionId, name, type: 'item_add_to_cart_tap' });
    const reasons = (await recommended()).map(({ reason }) => reason);
    expect(reasons).toContain('chosen by shoppers who chose mugs 6');
  });
});

describe('A name that no item has', () => {
  it('becomes an item of its own, which is marked and not active', async () => {
    const { item: made, match } = await view(' Fernhill Desk Lamp, Sand ');
    expect(match).toBe('new');
    expect(made).toMatchObject({
      ...{ name: 'Fernhill Desk Lamp, Sand', isActive: false },
      attributes: { source: 'behavior' },
    });
    expect(await shop.store.catalog.get(made.id)).toEqual(made);
    expect(history()).toMatchObject([{ itemId: made.id, kind: 'view' }]);
  });

  it.each([
    'Nordlys Stoneware Mug, Plum Stripes',
    'Nordlys Stoneware Mug, Teal Stripes 2',
    '스테인리스 유선 밥솥',
    '★',
  ])('is not taken for a like one: %s', async (name) => {
    expect(await view(name)).toMatchObject({ match: 'new', item: { name } });
  });

  it('is the same item when it is said again, however it is written', async () => {
    const { item: made } = await view('Desk Lamp');
    expect(await view('Desk Lamp')).toMatchObject({ match: 'exact', item: { id: made.id } });
    expect(await view('DESK-LAMP')).toMatchObject({ match: 'normalised', item: { id: made.id } });
  });

  it('makes one item though many say it at the same time', async () => {
    const before = await shop.store.catalog.count();
    const names = ['Desk Lamp', 'desk lamp', 'Desk Lamp', 'DESK LAMP'];
    const recorded = await Promise.all(names.map(view));
    expect(new Set(recorded.map((each) => each.item.id)).size).toBe(1);
    expect(recorded.filter(({ match }) => match === 'new')).toHaveLength(1);
    expect(await shop.store.catalog.count()).toBe(before + 1);
    expect(history()).toHaveLength(4);
  });

  it('is never recommended', async () => {
    const { item: made } = await view('Desk Lamp');
    const ids = (await recommended()).map((each) => each.item.id);
    expect(ids.length).toBeGreaterThan(10);
    expect(ids).not.toContain(made.id);
  });

  it('gives way to a product of that name, or one all but the same, once there is one', async () => {
    await view('Fernhill Desk Lamp');
    await view('Fernhill Floor Lamp');
    await put(
      item('desk', { name: 'fernhill desk lamp' }),
      item('floor', { name: 'Fernhil Floor Lamp' }),
    );
    expect(await view('Fernhill Desk Lamp')).toMatchObject({ item: { id: 'desk' } });
    expect(await view('Fernhill Floor Lamp')).toMatchObject({ item: { id: 'floor' } });
  });

  it('is still found by its id where this process has not heard of the item yet', async () => {
    const { item: made } = await view('Desk Lamp');
    const { common, store, ingestEvents } = shop;
    const names = { bearersOf: () => [] };
    const textIndex = { search: async () => [{ itemId: 'unheard-of', score: 1 }] };
    const deaf = makeRecordBehavior({ ...common, ...store, names, textIndex, ingestEvents });
    const again = { sessionId, type: 'item_like' } as const;
    expect(await deaf({ ...again, name: 'Desk Lamp' })).toMatchObject({
      ...{ match: 'exact', item: made },
    });
    expect(await deaf({ ...again, name: 'desk lamp' })).toMatchObject({
      ...{ match: 'normalised', item: made },
    });
  });
});
