import { describe, expect, it } from 'vitest';
import { ExactVectorIndex } from '../../../../models/vectors/exact-index.js';
import { seededRandom } from '../../../../shared/domain/random.js';
import { byScore, type ScoredItem } from '../../../../shared/domain/ranking.js';
import { spaceOf } from '../../../contract/vectors.js';

interface Shop {
  readonly ids: readonly string[];
  readonly vectors: Float32Array;
  readonly dimensions: number;
}

/** Around `centres` of them, `spread` apart from these. */
function shop(size: number, dimensions: number, { centres = 1, spread = 1 } = {}): Shop {
  const random = seededRandom(size);
  const value = () => random() + random() + random() - 1.5;
  const middle = Float32Array.from({ length: centres * dimensions }, value);
  const vectors = Float32Array.from({ length: size * dimensions }, (_, at) => {
    const centre = Math.floor(at / dimensions) % centres;
    return (middle[centre * dimensions + (at % dimensions)] ?? 0) + spread * value();
  });
  return { ids: Array.from({ length: size }, (_, at) => `item ${at}`), vectors, dimensions };
}

const vectorOf = ({ vectors, dimensions }: Shop, row: number) =>
  vectors.slice(row * dimensions, (row + 1) * dimensions);

async function indexOf({ ids, vectors, dimensions }: Shop): Promise<ExactVectorIndex> {
  const index = new ExactVectorIndex(spaceOf(dimensions));
  await index.put({ itemIds: ids, vectors });
  return index;
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/** By looking at every vector, in double precision. */
function bruteForce(of: Shop, query: Float32Array, accept = (_: string) => true): ScoredItem[] {
  const queryLength = lengthOf(query);
  const unit = Float64Array.from(query, (value) => value / queryLength);
  return of.ids
    .map((itemId, row) => {
      const vector = vectorOf(of, row);
      const product = vector.reduce((sum, value, at) => sum + value * (unit[at] ?? 0), 0);
      return { itemId, score: product / lengthOf(vector) };
    })
    .filter(({ itemId }) => accept(itemId))
    .toSorted(byScore);
}

function expectSame(found: readonly ScoredItem[], best: readonly ScoredItem[]): void {
  expect(found.map(({ itemId }) => itemId)).toEqual(best.map(({ itemId }) => itemId));
  for (const [at, { score }] of found.entries())
    expect(score).toBeCloseTo(best[at]?.score ?? 9, 12);
}

const every = (share: number) => (id: string) => Number(id.slice(5)) % share === 0;

describe('an exact index of more vectors than a block holds', () => {
  it.each([
    ['all about', shop(9_000, 33)],
    ['in clusters', shop(9_000, 48, { centres: 30, spread: 0.2 })],
    ['nearly the same', shop(6_000, 24, { spread: 0.002 })],
    ['in one dimension', shop(5_000, 1)],
  ])('finds what looking at all finds, of vectors that lie %s', async (_, of) => {
    const index = await indexOf(of);
    for (let row = 0; row < 10; row += 1) {
      const vector = vectorOf(of, row * 7);
      for (const accept of [() => true, every(2), every(100), every(3_000), () => false]) {
        const found = await index.search({ vector, limit: 20, accept });
        expectSame(found, bruteForce(of, vector, accept).slice(0, 20));
      }
    }
  });

  it('stays exact while items go and others come in their place', async () => {
    const of = shop(6_000, 20, { centres: 10, spread: 0.5 });
    const index = await indexOf(of);
    const isGone = every(3);
    await index.remove(of.ids.filter(isGone));
    expect(index.size).toBe(4_000);
    const vector = vectorOf(of, 0);
    const left = bruteForce(of, vector, (id) => !isGone(id));
    expectSame(await index.search({ vector, limit: 5_000 }), left);
    const back = of.ids.filter(every(6));
    await index.put({ itemIds: back, vectors: repeated(vector, back.length) });
    const found = await index.search({ vector, limit: 1_000 });
    expect(found.map(({ itemId }) => itemId)).toEqual(back.toSorted());
    await index.remove(of.ids);
    expect(index.size).toBe(0);
    expect(await index.search({ vector, limit: 1 })).toEqual([]);
  });
});

const repeated = (vector: Float32Array, times: number) =>
  Float32Array.from({ length: vector.length * times }, (_, at) => vector[at % vector.length] ?? 0);

describe('searches and changes of an exact index', () => {
  const east = Float32Array.of(1, 0);
  const idsOf = (found: readonly ScoredItem[]) => found.map(({ itemId }) => itemId);

  it('see each other in the order in which they began', async () => {
    const index = new ExactVectorIndex(spaceOf(2));
    const search = () => index.search({ vector: east, limit: 9 }).then(idsOf);
    const outcomes = await Promise.all([
      search(),
      index.put({ itemIds: ['a', 'b'], vectors: Float32Array.of(1, 0, 1, 1) }),
      search(),
      index.remove(['a']),
      search(),
      index.put({ itemIds: ['c'], vectors: east }),
      search(),
    ]);
    expect(outcomes).toEqual([[], undefined, ['a', 'b'], undefined, ['b'], undefined, ['c', 'b']]);
  });

  it('let the event loop go round while they last', async () => {
    const index = new ExactVectorIndex(spaceOf(1_024));
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    count();
    const itemIds = Array.from({ length: 20_000 }, (_, at) => `item ${at}`);
    const vectors = new Float32Array(1_024 * itemIds.length).fill(1);
    await index.put({ itemIds, vectors });
    expect(turns).toBeGreaterThan(40);
    turns = 0;
    const vector = vectors.slice(0, 1_024);
    await index.search({ vector, limit: 1 });
    expect(turns).toBeGreaterThan(1);
    turns = 0;
    await index.search({ vector, limit: 1, accept: () => false });
    expect(turns).toBeGreaterThan(4);
    isOver = true;
  });

  it('are stopped between two turns', async () => {
    const index = await indexOf(shop(10_000, 2));
    const aborter = new AbortController();
    const reason = new Error('nobody waits');
    const accept = () => {
      aborter.abort(reason);
      return false;
    };
    const stopped = index.search({ vector: east, limit: 1, accept }, aborter.signal);
    await expect(stopped).rejects.toBe(reason);
    expect(await index.search({ vector: east, limit: 1 })).toHaveLength(1);
  });

  it('fail alone where a filter throws', async () => {
    const index = await indexOf(shop(10, 2));
    const accept = () => {
      throw new Error('no such field');
    };
    const [failed, after] = await Promise.allSettled([
      index.search({ vector: east, limit: 1, accept }),
      index.search({ vector: east, limit: 1 }),
    ]);
    expect(failed).toMatchObject({ reason: { message: 'no such field' } });
    expect(after).toMatchObject({ status: 'fulfilled' });
  });

  it('are refused where too many wait, and taken again afterwards', async () => {
    const index = await indexOf(shop(10, 2));
    const search = () => index.search({ vector: east, limit: 1 });
    const outcomes = await Promise.allSettled(Array.from({ length: 300 }, search));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(300 - 256);
    for (const each of refused) expect(each).toMatchObject({ reason: { code: 'overloaded' } });
    expect(await search()).toHaveLength(1);
  });

  it('change nothing where there is no memory for it', async () => {
    const dimensions = 2 ** 20;
    const index = new ExactVectorIndex(spaceOf(dimensions));
    const vectors = new Float32Array(dimensions).fill(1);
    await expect(index.put({ itemIds: ['a'], vectors })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(index.size).toBe(0);
    expect(index.get('a')).toBeUndefined();
  });
});
