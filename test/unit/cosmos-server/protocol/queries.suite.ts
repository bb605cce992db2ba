import type { FeedOptions, JSONValue } from '@azure/cosmos';
import { expect } from 'vitest';
import { shoeSuite } from './shoes.js';

type Values = Readonly<Record<string, JSONValue>>;
const p0 = { partitionKey: 'p0' };

export const querySuite = shoeSuite('Queries', (shop, { behaviour }) => {
  const ask = async (query: string, parameters: Values = {}, options: FeedOptions = {}) => {
    const named = Object.entries(parameters).map(([name, value]) => ({ name, value }));
    return (await shop().items.query({ query, parameters: named }, options).fetchAll()).resources;
  };
  const sorted = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).sort();
  const count = async (condition: string, options?: FeedOptions) =>
    (await ask(`SELECT VALUE COUNT(1) FROM c WHERE ${condition}`, {}, options))[0];

  behaviour('parameters stand for values', async () => {
    const query = 'SELECT VALUE c.id FROM c WHERE c.a = @a AND c.pk = @p';
    const found = await sorted(query, { '@a': 1, '@p': 'p1' }, { partitionKey: 'p1' });
    expect(found).toEqual(['i1', 'i16']);
  });

  behaviour('a query with a partition key sees that partition only', async () => {
    expect(await count('IS_DEFINED(c.b)', p0)).toBe(10);
  });

  behaviour('a filter works across partitions', async () => {
    expect(await ask('SELECT * FROM c WHERE c.b < 3')).toHaveLength(3);
  });

  behaviour('an order holds across partitions', async () => {
    const query = 'SELECT VALUE c.b FROM c WHERE c.b >= 20 AND c.b < 24 ORDER BY c.b DESC';
    expect(await ask(query)).toEqual([23, 22, 21, 20]);
  });

  behaviour('an order holds in a partition', async () => {
    const query = 'SELECT VALUE c.b FROM c WHERE c.b >= 20 ORDER BY c.b DESC';
    expect(await ask(query, {}, p0)).toEqual([27, 24, 21]);
  });

  behaviour('an order may have two keys where there is a composite index', async () => {
    const query = 'SELECT c.b FROM c WHERE c.b >= 20 AND c.b < 25 ORDER BY c.a ASC, c.b DESC';
    expect(await ask(query)).toEqual([20, 21, 22, 23, 24].map((b) => ({ b })));
  });

  behaviour('OFFSET and LIMIT cut a part out', async () => {
    const query = 'SELECT VALUE c.b FROM c WHERE IS_DEFINED(c.b) ORDER BY c.b OFFSET 3 LIMIT 2';
    expect(await ask(query, {}, p0)).toEqual([9, 12]);
    expect(await ask(query)).toEqual([3, 4]);
  });

  behaviour('OFFSET and LIMIT may be parameters', async () => {
    const query = 'SELECT VALUE c.b FROM c ORDER BY c.b OFFSET @o LIMIT @l';
    expect(await ask(query, { '@o': 3, '@l': 2 }, p0)).toEqual([9, 12]);
  });

  behaviour('TOP takes the first', async () => {
    expect(await ask('SELECT TOP 3 c.b FROM c ORDER BY c.b', {}, p0)).toHaveLength(3);
    expect(await ask('SELECT TOP @n c.b FROM c', { '@n': 3 }, p0)).toHaveLength(3);
  });

  behaviour('ARRAY_CONTAINS looks into arrays', async () => {
    expect(await count("ARRAY_CONTAINS(c.tags, 'x')", p0)).toBe(5);
  });

  behaviour('ARRAY_CONTAINS takes a list as a parameter', async () => {
    const query = 'SELECT VALUE c.id FROM c WHERE ARRAY_CONTAINS(@ids, c.id)';
    expect(await sorted(query, { '@ids': ['i0', 'i3'] }, p0)).toEqual(['i0', 'i3']);
  });

  behaviour('IN names alternatives', async () => {
    const query = "SELECT VALUE c.id FROM c WHERE c.id IN ('i0', 'i3')";
    expect(await sorted(query)).toEqual(['i0', 'i3']);
  });

  behaviour('LIKE, BETWEEN and NOT IN restrict', async () => {
    const where = "c.id LIKE 'i1%' AND c.b BETWEEN 10 AND 12 AND c.id NOT IN ('i11')";
    expect(await sorted(`SELECT VALUE c.id FROM c WHERE ${where}`)).toEqual(['i10', 'i12']);
  });

  behaviour('GROUP BY counts in a partition', async () => {
    const query = 'SELECT c.active, COUNT(1) AS n FROM c GROUP BY c.active';
    expect(await ask(query, {}, p0)).toHaveLength(2);
  });

  behaviour('GROUP BY counts across partitions', async () => {
    const query = 'SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk';
    const groups = await ask(query);
    expect(groups).toHaveLength(3);
    expect(groups).toContainEqual({ pk: 'p1', n: 10 });
  });

  behaviour('COUNT adds up across partitions', async () => {
    expect(await count('IS_DEFINED(c.a)')).toBe(30);
  });

  behaviour('DISTINCT leaves out what was there', async () => {
    const query = 'SELECT DISTINCT VALUE c.a FROM c WHERE IS_DEFINED(c.a)';
    expect(await sorted(query, {}, p0)).toEqual([0, 1, 2, 3, 4]);
    // Across partitions the SDK leaves out 0, false and '' (its `UnorderedDistinctEndpointComponent`).
    expect(await sorted('SELECT DISTINCT VALUE c.pk FROM c')).toEqual(['p0', 'p1', 'p2']);
  });

  behaviour('JOIN unfolds an array', async () => {
    const query = "SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.id = 'i1'";
    expect(await sorted(query)).toEqual(['x', 'y']);
  });

  behaviour('EXISTS asks a subquery', async () => {
    const query =
      "SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = 'x') AND c.b < 4";
    expect(await sorted(query)).toEqual(['i1', 'i3']);
  });

  behaviour('CONTAINS may ignore case', async () => {
    const options = { partitionKey: 'p1' };
    expect(await count("CONTAINS(c.text, 'RED', true)", options)).toBe(10);
  });

  behaviour('strings compare by their functions', async () => {
    const where =
      "STARTSWITH(LOWER(c.text), 'red') AND StringEquals(c.text, 'RED RUNNING SHOE', true)";
    expect(await count(where, { partitionKey: 'p1' })).toBe(10);
  });

  behaviour('objects are built of what was computed', async () => {
    const made = "{x: c.b * 2 + 1, y: (c.zz ?? 'n'), z: (c.b > 1 ? 't' : 'f')}";
    const query = `SELECT ${made} AS o FROM c WHERE c.id = 'i5'`;
    expect(await ask(query)).toEqual([{ o: { x: 11, y: 'n', z: 't' } }]);
  });

  behaviour('there are functions of time', async () => {
    const query =
      "SELECT VALUE DateTimeAdd('dd', -1, GetCurrentDateTime()) FROM c WHERE c.id = 'i5'";
    expect((await ask(query))[0]).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  behaviour('absence is neither null nor defined', async () => {
    expect(await count('NOT IS_DEFINED(c.gone) AND NOT IS_NULL(c.b)')).toBe(30);
  });

  behaviour('VectorDistance says how near vectors are', async () => {
    const query = "SELECT c.id, VectorDistance(c.emb, [1, 0, 0.1]) AS s FROM c WHERE c.id = 'i0'";
    const [found] = await ask(query);
    expect(found.s).toBeGreaterThan(0.99);
  });

  behaviour('the nearest vectors come first', async () => {
    const query =
      'SELECT TOP 3 c.id, VectorDistance(c.emb, @v) AS s FROM c ORDER BY VectorDistance(c.emb, @v)';
    const ids = (await ask(query, { '@v': [1, 0, 0.1] })).map(({ id }) => id);
    expect(ids).toEqual(['i0', 'i25', 'i19']);
  });

  behaviour('FullTextContains finds words', async () => {
    const found = await ask("SELECT TOP 3 c.id FROM c WHERE FullTextContains(c.text, 'red')");
    expect(found).toHaveLength(3);
  });

  behaviour('FullTextScore ranks', async () => {
    const rank = "ORDER BY RANK FullTextScore(c.text, 'leather')";
    const found = await ask(`SELECT TOP 3 c.b FROM c ${rank}`);
    expect(found.map(({ b }) => b % 3)).toEqual([0, 0, 0]);
  });

  behaviour('RRF ranks by vectors and words together', async () => {
    const rank =
      "ORDER BY RANK RRF(VectorDistance(c.emb, [1, 0, 0.1]), FullTextScore(c.text, 'leather'))";
    expect((await ask(`SELECT TOP 3 c.id FROM c ${rank}`))[0]).toEqual({ id: 'i0' });
  });
});
