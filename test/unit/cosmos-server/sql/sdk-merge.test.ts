import type { FeedOptions, FeedResponse, JSONValue } from '@azure/cosmos';
import { describe, expect, test } from 'vitest';
import { rangesContainer } from '../../../support/cosmos-ranges.js';
import type { ContainerFacts } from '../../../support/cosmos-server/sql/facts.js';

const facts: ContainerFacts = {
  vectorEmbeddingPolicy: {
    vectorEmbeddings: [{ path: '/vector', dimensions: 2, distanceFunction: 'cosine' }],
  },
  fullTextPolicy: { fullTextPaths: [{ path: '/text' }] },
  indexingPolicy: {
    fullTextIndexes: [{ path: '/text' }],
    compositeIndexes: [
      [
        { path: '/kind', order: 'ascending' },
        { path: '/price', order: 'descending' },
      ],
    ],
  },
};

const documents = [
  { id: 'a', kind: 'hat', price: 5, text: 'a red hat of wool', vector: [1, 0] },
  { id: 'b', kind: 'boot', price: 40, text: 'red boots, red laces', vector: [0.6, 0.8] },
  { id: 'c', kind: 'hat', price: 15, text: 'a straw hat', vector: [0, 1] },
  { id: 'd', kind: 'coat', price: 120, text: 'a blue coat', vector: [-1, 0] },
  { id: 'e', kind: 'boot', price: 60, text: 'rubber boots for rain', vector: [0.8, 0.6] },
].map((document) => ({ ...document, _rid: `rid-${document.id}` }));

const ranges = [documents.slice(0, 2), documents.slice(2, 3), documents.slice(3)];

/** All that a query gives, page by page. */
async function merged(query: string, values: Record<string, JSONValue> = {}): Promise<unknown[]> {
  const container = await rangesContainer(ranges, facts);
  const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value }));
  const { resources } = await container.items.query({ query, parameters }).fetchAll();
  return resources;
}

describe('the SDK, merging what ranges answer', () => {
  test('appends filtered documents without a plan', async () => {
    expect(await merged('SELECT VALUE c.id FROM c WHERE c.price > 20')).toEqual(['b', 'd', 'e']);
  });

  test('sorts across ranges', async () => {
    expect(await merged('SELECT VALUE c.id FROM c ORDER BY c.price DESC')).toEqual([
      'd',
      'e',
      'b',
      'c',
      'a',
    ]);
  });

  test('sorts by several keys that a composite index serves', async () => {
    const query = 'SELECT c.id FROM c ORDER BY c.kind DESC, c.price ASC';
    expect(await merged(query)).toEqual(['a', 'c', 'd', 'b', 'e'].map((id) => ({ id })));
  });

  test('takes the top and a window', async () => {
    expect(await merged('SELECT TOP @n VALUE c.id FROM c ORDER BY c.price', { n: 2 })).toEqual([
      'a',
      'c',
    ]);
    const query = 'SELECT VALUE c.id FROM c ORDER BY c.price OFFSET @from LIMIT @count';
    expect(await merged(query, { from: 1, count: 3 })).toEqual(['c', 'b', 'e']);
  });

  test('gives each value once', async () => {
    const unordered = await merged('SELECT DISTINCT VALUE c.kind FROM c');
    expect(unordered.toSorted()).toEqual(['boot', 'coat', 'hat']);
    expect(await merged('SELECT DISTINCT VALUE c.kind FROM c ORDER BY c.kind')).toEqual([
      'boot',
      'coat',
      'hat',
    ]);
  });

  test('adds up aggregates', async () => {
    expect(await merged('SELECT VALUE COUNT(1) FROM c')).toEqual([5]);
    expect(await merged('SELECT VALUE AVG(c.price) FROM c')).toEqual([48]);
    expect(await merged('SELECT VALUE MAX(c.price) FROM c')).toEqual([120]);
    const query = 'SELECT COUNT(1) AS n, SUM(c.price) AS sum, MIN(c.price) AS least FROM c';
    expect(await merged(query)).toEqual([{ n: 5, sum: 240, least: 5 }]);
  });

  test('groups across ranges', async () => {
    const query = 'SELECT c.kind, COUNT(1) AS n, AVG(c.price) AS mean FROM c GROUP BY c.kind';
    const groups = await merged(query);
    expect(groups).toHaveLength(3);
    expect(groups).toEqual(
      expect.arrayContaining([
        { kind: 'hat', n: 2, mean: 10 },
        { kind: 'boot', n: 2, mean: 50 },
        { kind: 'coat', n: 1, mean: 120 },
      ]),
    );
  });

  test('ranks by vector, nearest first', async () => {
    const query = `SELECT TOP 3 c.id, VectorDistance(c.vector, @v) AS score FROM c
      WHERE c.kind != 'coat' ORDER BY VectorDistance(c.vector, @v)`;
    expect(await merged(query, { v: [1, 0] })).toEqual([
      { id: 'a', score: 1 },
      { id: 'e', score: 0.8 },
      { id: 'b', score: 0.6 },
    ]);
  });

  test('ranks by full text over the statistics of all ranges', async () => {
    const query = `SELECT TOP 2 VALUE { id: c.id } FROM c
      WHERE FullTextContainsAny(c.text, @w) ORDER BY RANK FullTextScore(c.text, @w)`;
    expect(await merged(query, { w: 'red' })).toEqual([{ id: 'b' }, { id: 'a' }]);
  });

  test('fuses the ranks of text and vector', async () => {
    const query = `SELECT TOP 3 c.id FROM c
      ORDER BY RANK RRF(FullTextScore(c.text, 'red', 'hat'), VectorDistance(c.vector, [1, 0]))`;
    const [first, second] = await merged(query);
    expect([first, second]).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  test('weighs the fused ranks', async () => {
    const query = `SELECT TOP 1 c.id FROM c
      ORDER BY RANK RRF(FullTextScore(c.text, 'straw'), VectorDistance(c.vector, [1, 0]), [10, 0.1])`;
    expect(await merged(query)).toEqual([{ id: 'c' }]);
  });

  test('goes on behind a page of an order', async () => {
    const container = await rangesContainer(ranges, facts);
    const found: unknown[] = [];
    const order = 'SELECT VALUE c.id FROM c ORDER BY c.price';
    const pageFrom = (place: FeedOptions): Promise<FeedResponse<string>> =>
      container.items
        .query<string>(order, { maxItemCount: 2, enableQueryControl: true, ...place })
        .fetchNext();
    let page = await pageFrom({});
    found.push(...page.resources);
    while (page.continuationToken !== undefined && found.length <= documents.length) {
      page = await pageFrom({ continuationToken: page.continuationToken });
      found.push(...(page.resources ?? []));
    }
    expect(found).toEqual(['a', 'c', 'b', 'e', 'd']);
  });

  test('passes on what the engine refuses', async () => {
    await expect(merged('SELECT * FROM c ORDER BY c.kind, c.price')).rejects.toThrow(
      'The order by query does not have a corresponding composite index',
    );
  });
});
