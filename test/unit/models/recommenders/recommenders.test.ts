import { describe, expect, it } from 'vitest';
import type { EventKind, Interaction } from '../../../../shared/domain/event.js';
import type { Candidate, ModelName } from '../../../../shared/domain/ranking.js';
import { dayMs, happened, ids, item, now, shopOf, visit } from './shop.js';

type Models = ReturnType<typeof shopOf>;

const did = (kind: EventKind, itemId: string): Interaction => ({ itemId, kind, ts: now });

async function recommend(
  models: Models,
  name: ModelName,
  history: readonly Interaction[],
  count = 10,
): Promise<readonly Candidate[]> {
  const seen = new Set(history.map((step) => step.itemId));
  const query = { history, count, now, accept: (id: string) => !seen.has(id) };
  return (await models.recommenders.get(name)?.recommend(query)) ?? [];
}

describe('co-visitation', () => {
  it('weighs what came after above what came before, and near above far', async () => {
    const models = shopOf(visit('s1', 'before x after later'));
    const list = await recommend(models, 'co-visitation', [did('view', 'x')]);
    expect(ids(list)).toEqual(['after', 'before', 'later']);
    expect((list[1]?.score ?? 0) / (list[0]?.score ?? 1)).toBeCloseTo(0.7, 6);
    expect((list[2]?.score ?? 0) / (list[0]?.score ?? 1)).toBeCloseTo(2 ** -0.75, 6);
  });

  it('divides by the neighbour’s events to the power 0.3', async () => {
    const models = shopOf(visit('s1', 'x rare'), visit('s2', 'x often'), visit('s3', 'often'));
    const list = await recommend(models, 'co-visitation', [did('view', 'x')]);
    const [rare, often] = ['rare', 'often'].map((id) => list.find((one) => one.itemId === id));
    expect((often?.score ?? 0) / (rare?.score ?? 1)).toBeCloseTo(2 ** -0.3, 4);
  });

  it('lets an order near an item say more than a view, and fresh visits more than old', async () => {
    const models = shopOf(visit('s1', 'x seen'), visit('s2', 'x order:bought'));
    expect((await recommend(models, 'co-visitation', [did('view', 'x')]))[0]?.itemId).toBe(
      'bought',
    );
    const aged = shopOf(visit('s1', 'x old', now - 120 * dayMs), visit('s2', 'x fresh'));
    const [first, second] = await recommend(aged, 'co-visitation', [did('view', 'x')]);
    expect(first?.itemId).toBe('fresh');
    expect((second?.score ?? 0) / (first?.score ?? 1)).toBeCloseTo(0.25, 2);
  });

  it('says what the shopper did as the reason', async () => {
    const models = shopOf(
      visit('s1', 'a x'),
      visit('s2', 'b y'),
      visit('s3', 'c z'),
      visit('s4', 'd w'),
    );
    const history = [did('view', 'a'), did('like', 'b'), did('cart', 'c'), did('order', 'd')];
    const list = await recommend(models, 'co-visitation', history);
    const reasonOf = (id: string) => list.find((one) => one.itemId === id)?.reason;
    expect(reasonOf('x')).toEqual({ kind: 'viewed', because: 'a' });
    expect(reasonOf('y')).toEqual({ kind: 'liked', because: 'b' });
    expect(reasonOf('z')).toEqual({ kind: 'carted', because: 'c' });
    expect(reasonOf('w')).toEqual({ kind: 'ordered', because: 'd' });
    expect((await recommend(models, 'co-visitation', [did('share', 'a')]))[0]?.reason).toEqual({
      kind: 'viewed',
      because: 'a',
    });
  });

  it('does not count dismissals as visits', async () => {
    const models = shopOf(visit('s1', 'x dismiss:y z'));
    expect(ids(await recommend(models, 'co-visitation', [did('view', 'x')]))).toEqual(['z']);
  });

  it('keeps up with a popular item as its evidence grows', async () => {
    const crowd = Array.from({ length: 80 }, (_, index) => visit(`s${index}`, 'x old')).flat();
    const models = shopOf(crowd);
    expect((await recommend(models, 'co-visitation', [did('view', 'x')], 1))[0]?.itemId).toBe(
      'old',
    );
    models.follower.apply(
      Array.from({ length: 120 }, (_, index) => visit(`t${index}`, 'x new')).flat(),
    );
    expect((await recommend(models, 'co-visitation', [did('view', 'x')], 1))[0]?.itemId).toBe(
      'new',
    );
  });
});

describe('session kNN', () => {
  it('follows the visits that share most, and what stands nearest to what is shared', async () => {
    const models = shopOf(
      visit('s1', 'a b target far far2'),
      visit('s2', 'a other'),
      visit('s3', 'unrelated thing'),
    );
    const list = await recommend(models, 'session-knn', [did('view', 'a'), did('view', 'b')]);
    expect(ids(list)).toEqual(['target', 'far', 'far2', 'other']);
    expect(list[0]?.reason).toEqual({ kind: 'similar-shoppers', because: 'b' });
    expect(list.at(-1)?.reason).toEqual({ kind: 'similar-shoppers', because: 'a' });
  });
});

describe('the asker’s own past', () => {
  it('does not vote for itself among the nearest sequences', async () => {
    const models = shopOf(visit('mine', 'a b only-mine'), visit('theirs', 'a b only-theirs'));
    const query = { history: [did('view', 'a'), did('view', 'b')], count: 10, now };
    const everything = { ...query, accept: () => true };
    const knn = models.recommenders.get('session-knn');
    const asStranger = ids((await knn?.recommend(everything)) ?? []);
    expect(asStranger).toContain('only-mine');
    const asMyself = ids((await knn?.recommend({ ...everything, shopper: 'mine' })) ?? []);
    expect(asMyself).toContain('only-theirs');
    expect(asMyself).not.toContain('only-mine');
  });
});

describe('the blend', () => {
  const words = (id: string, name: string) => item(id, { name, categories: [] });

  it('lets a new item in by its likeness to the history, and says so', async () => {
    const models = shopOf(
      words('mug', 'blue ceramic mug'),
      words('new', 'red ceramic mug'),
      words('boots', 'walking boots'),
      visit('s1', 'boots'),
    );
    const list = await recommend(models, 'blend', [did('view', 'mug')]);
    expect(list[0]).toMatchObject({ itemId: 'new', reason: { kind: 'similar', because: 'mug' } });
    expect(list[1]).toMatchObject({ itemId: 'boots', reason: { kind: 'popular', thisWeek: true } });
  });

  it('fills up with the popular, below the personal', async () => {
    const models = shopOf(
      ['a', 'b', 'c', 'd'].map((id) => item(id, { name: `${id}${id}` })),
      visit('s1', 'a b'),
      visit('s2', 'c c'),
    );
    const list = await recommend(models, 'blend', [did('view', 'a')]);
    expect(ids(list)).toEqual(['b', 'c', 'd']);
    expect(list[1]?.reason.kind).toBe('popular');
  });

  it('shows strangers the popular, with what is new in every fifth place', async () => {
    const old = Array.from({ length: 28 }, (_, index) => `old-${String(index).padStart(2, '0')}`);
    const models = shopOf(
      old.map((id) => item(id)),
      item('new-1', { createdAt: now - dayMs }),
      item('new-2', { createdAt: now - 2 * dayMs }),
      old.flatMap((itemId, index) =>
        Array.from({ length: 30 - index }, () => happened({ itemId, ts: now })),
      ),
    );
    const list = await recommend(models, 'blend', []);
    expect(ids(list)).toEqual([...old.slice(0, 4), 'new-1', ...old.slice(4, 8), 'new-2']);
    expect(list[4]?.reason).toEqual({ kind: 'new' });
    expect(list.map((one) => one.score)).toEqual(
      Array.from({ length: 10 }, (_, place) => 1 / (place + 1)),
    );
    const all = await recommend(models, 'blend', [], 30);
    expect(new Set(ids(all)).size).toBe(30);
  });

  it('does not mix in new products where the whole catalogue is new', async () => {
    const models = shopOf(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => item(id, { createdAt: now })),
      happened({ itemId: 'f', ts: now }),
    );
    const list = await recommend(models, 'blend', []);
    expect(ids(list)).toEqual(['f', 'a', 'b', 'c', 'd', 'e']);
  });

  it('takes a history of unheard-of items for a stranger’s', async () => {
    const models = shopOf(item('a'), happened({ itemId: 'a' }));
    expect(ids(await recommend(models, 'blend', [did('view', 'unheard-of')]))).toEqual(['a']);
  });
});

describe('the item scorer', () => {
  it('gives back all ids, best for the shopper first, and unknown ones last with zero', async () => {
    const models = shopOf(
      ['a', 'b', 'popular', 'plain'].map((id) => item(id, { name: `${id}${id}` })),
      visit('s1', 'a b'),
      visit('s2', 'popular popular'),
    );
    const wanted = ['nothing', 'plain', 'popular', 'b'];
    const scored = await models.scorer.score(wanted, { history: [did('view', 'a')], now });
    expect(ids(scored)).toEqual(['b', 'popular', 'plain', 'nothing']);
    expect(scored.at(-1)?.score).toBe(0);
    expect(ids(await models.scorer.score(wanted, { history: [], now }))[0]).toBe('popular');
  });
});
