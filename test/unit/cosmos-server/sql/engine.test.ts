import { describe, expect, test } from 'vitest';
import { parse, run } from '../../../support/cosmos-server/sql/engine.js';
import type { Json } from '../../../support/cosmos-server/sql/syntax/tree.js';

const products = [
  { id: 'p1', name: 'Red boot', price: 40, tags: ['red', 'shoe'], stock: { here: 3 } },
  { id: 'p2', name: 'Blue coat', price: 120, tags: ['blue'], stock: { here: 0 } },
  { id: 'p3', name: 'Red hat', price: 15, tags: [], sold: true },
  { id: 'p4', name: 'Green hat', tags: ['green', 'red'], price: null },
];

function results(query: string, values: Record<string, Json> = {}): readonly Json[] {
  const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value }));
  return run(parse({ query, parameters }), products).results;
}

describe('a statement', () => {
  test('gives whole documents for a star', () => {
    expect(results('SELECT * FROM c')).toEqual(products);
  });

  test('filters by a parameter', () => {
    expect(results('SELECT VALUE c.id FROM c WHERE c.price > @least', { least: 20 })).toEqual([
      'p1',
      'p2',
    ]);
  });

  test('sorts by the order of types and then by value', () => {
    expect(results('SELECT VALUE c.id FROM c ORDER BY c.price')).toEqual(['p4', 'p3', 'p1', 'p2']);
    expect(results('SELECT TOP 2 VALUE c.id FROM c ORDER BY c.price DESC')).toEqual(['p2', 'p1']);
  });

  test('leaves out of a projection what is undefined', () => {
    expect(
      results('SELECT c.id, c.sold AS gone, c.stock["here"] FROM c WHERE c.price < 50'),
    ).toEqual([
      { id: 'p1', here: 3 },
      { id: 'p3', gone: true },
    ]);
  });

  test('joins each document with the elements of its arrays', () => {
    expect(results("SELECT c.id, t AS tag FROM c JOIN t IN c.tags WHERE t LIKE '%re%'")).toEqual([
      { id: 'p1', tag: 'red' },
      { id: 'p4', tag: 'green' },
      { id: 'p4', tag: 'red' },
    ]);
  });

  test('groups rows and computes aggregates', () => {
    const query =
      'SELECT LEFT(c.name, 3) AS start, COUNT(1) AS n, SUM(c.price) AS sum FROM c GROUP BY LEFT(c.name, 3)';
    expect(results(query)).toEqual([
      { start: 'Red', n: 2, sum: 55 },
      { start: 'Blu', n: 1, sum: 120 },
      { start: 'Gre', n: 1 },
    ]);
    expect(results('SELECT VALUE COUNT(1) FROM c WHERE c.price > 1000')).toEqual([0]);
  });

  test('runs subqueries in the scope of a row', () => {
    expect(
      results(
        "SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = 'red')",
      ),
    ).toEqual(['p1', 'p4']);
    expect(results('SELECT VALUE ARRAY(SELECT VALUE UPPER(t) FROM t IN c.tags) FROM c')).toEqual([
      ['RED', 'SHOE'],
      ['BLUE'],
      [],
      ['GREEN', 'RED'],
    ]);
  });

  test('takes a window by OFFSET and LIMIT', () => {
    const query = 'SELECT VALUE c.id FROM c ORDER BY c.id OFFSET @from LIMIT @count';
    expect(results(query, { from: 1, count: 2 })).toEqual(['p2', 'p3']);
  });

  test('gives each value once for DISTINCT', () => {
    expect(results('SELECT DISTINCT VALUE t FROM c JOIN t IN c.tags')).toEqual([
      'red',
      'shoe',
      'blue',
      'green',
    ]);
  });

  test('takes paths, elements and subqueries for input sets', () => {
    expect(results('SELECT * FROM c.stock')).toEqual([{ here: 3 }, { here: 0 }]);
    expect(results('SELECT VALUE first FROM c.tags[0] AS first')).toEqual(['red', 'blue', 'green']);
    expect(results('SELECT VALUE t AS tag FROM t IN Products.tags WHERE t != "red"')).toEqual([
      'shoe',
      'blue',
      'green',
    ]);
    const query = `SELECT VALUE {id: c.id, n: n} FROM c
      JOIN (SELECT VALUE COUNT(1) FROM t IN c.tags) AS n WHERE n > 1`;
    expect(results(query)).toEqual([
      { id: 'p1', n: 2 },
      { id: 'p4', n: 2 },
    ]);
    expect(
      results('SELECT TOP 1 VALUE d.id FROM (SELECT c.id FROM c ORDER BY c.id DESC) d'),
    ).toEqual(['p4']);
  });

  test('sees the elements of a list that is a parameter', () => {
    const query =
      'SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE w FROM w IN @wanted WHERE w = c.id)';
    expect(results(query, { wanted: ['p2', 'p9'] })).toEqual(['p2']);
  });

  test('counts what it looked at and what passed its filter', () => {
    const query = parse({ query: 'SELECT TOP 1 * FROM c WHERE c.price > 20' });
    expect(run(query, products)).toMatchObject({ evaluatedCount: 4, matchedCount: 2 });
  });

  test('is run without FROM once', () => {
    expect(run(parse({ query: 'SELECT VALUE 1 + 2 * 3' }), []).results).toEqual([7]);
  });
});
