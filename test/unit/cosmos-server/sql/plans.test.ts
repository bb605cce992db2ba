import { describe, expect, test } from 'vitest';
import { parse, queryPlan } from '../../../support/cosmos-server/sql/engine.js';
import type { ContainerFacts } from '../../../support/cosmos-server/sql/facts.js';
import type { QueryInfo } from '../../../support/cosmos-server/sql/planning/query-info.js';
import type { Json } from '../../../support/cosmos-server/sql/syntax/tree.js';

const facts: ContainerFacts = {
  vectorEmbeddingPolicy: {
    vectorEmbeddings: [
      { path: '/image', dimensions: 2, distanceFunction: 'cosine' },
      { path: '/place', dimensions: 2, distanceFunction: 'euclidean' },
    ],
  },
  fullTextPolicy: { fullTextPaths: [{ path: '/text' }] },
  indexingPolicy: { fullTextIndexes: [{ path: '/text' }] },
};

function infoOf(query: string, values: Record<string, Json> = {}): QueryInfo | null {
  const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value }));
  return queryPlan(parse({ query, parameters }), facts).queryInfo;
}

// The forms are those of the plans that the public tests of the .NET SDK hold up against the service's own planner.
const rewritten: readonly (readonly [query: string, expected: string])[] = [
  [
    'SELECT * FROM c ORDER BY c.id',
    'SELECT c._rid, [{"item": c.id}] AS orderByItems, c AS payload\nFROM c\nWHERE ({documentdb-formattableorderbyquery-filter})\nORDER BY c.id',
  ],
  [
    'SELECT c.a, c["b"].d AS x FROM c WHERE c.a > 1 ORDER BY c["b"] DESC',
    'SELECT c._rid, [{"item": c["b"]}] AS orderByItems, {"a": c.a, "x": c["b"].d} AS payload\nFROM c\nWHERE ((c.a > 1) AND ({documentdb-formattableorderbyquery-filter}))\nORDER BY c["b"] DESC',
  ],
  [
    'SELECT TOP 3 VALUE c.a FROM c JOIN t IN c.tags WHERE t IN ("x", @y) ORDER BY c.a',
    'SELECT TOP 3 c._rid, [{"item": c.a}] AS orderByItems, c.a AS payload\nFROM c\nJOIN t IN c.tags\nWHERE ((t IN ("x", @y)) AND ({documentdb-formattableorderbyquery-filter}))\nORDER BY c.a',
  ],
  ['SELECT VALUE COUNT(1) FROM c', 'SELECT VALUE [{"item": COUNT(1)}]\nFROM c'],
  [
    'SELECT COUNTIF(c.valid) FROM c GROUP BY c.zip',
    'SELECT [{"item": c.zip}] AS groupByItems, {"$1": {"item": COUNTIF(c.valid)}} AS payload\nFROM c\nGROUP BY c.zip',
  ],
  [
    'SELECT c.zip, MAX(c.age) FROM c GROUP BY c.zip',
    'SELECT [{"item": c.zip}] AS groupByItems, {"zip": c.zip, "$1": {"item": MAX(c.age), "item2": {"max": MAX(c.age), "count": COUNT(c.age)}}} AS payload\nFROM c\nGROUP BY c.zip',
  ],
  [
    'SELECT VALUE AVG(c.age) FROM c GROUP BY c.zip',
    'SELECT [{"item": c.zip}] AS groupByItems, [{"item": {"sum": SUM(c.age), "count": COUNT(c.age)}}] AS payload\nFROM c\nGROUP BY c.zip',
  ],
  ['SELECT DISTINCT VALUE c.id FROM c', ''],
  ['SELECT TOP 2 * FROM c', ''],
  ['SELECT * FROM c OFFSET 3 LIMIT 4', 'SELECT *\nFROM c\nOFFSET 0 LIMIT 7'],
];

describe('the plan', () => {
  test.each(rewritten)('of %s says what to send to each range', (query, expected) => {
    expect(infoOf(query, { y: 1 })?.rewrittenQuery).toBe(expected);
  });

  test('names the merging of an order, a window and distinct values', () => {
    expect(
      infoOf('SELECT DISTINCT VALUE c.a FROM c ORDER BY c.a DESC OFFSET @o LIMIT 2', { o: 1 }),
    ).toMatchObject({
      distinctType: 'Ordered',
      offset: 1,
      limit: 2,
      orderBy: ['Descending'],
      orderByExpressions: ['c.a'],
      hasSelectValue: true,
      hasNonStreamingOrderBy: false,
    });
    expect(infoOf('SELECT DISTINCT c.a, c.b FROM c ORDER BY c.a')?.distinctType).toBe('Unordered');
  });

  test('names the merging of groups', () => {
    expect(infoOf('SELECT c.zip, COUNT(1) AS n, AVG(c.age) FROM c GROUP BY c.zip')).toMatchObject({
      groupByExpressions: ['c.zip'],
      groupByAliases: ['zip', 'n', '$1'],
      groupByAliasToAggregateType: { zip: null, n: 'Count', $1: 'Average' },
      aggregates: [],
    });
    expect(infoOf('SELECT VALUE MIN(c.age) FROM c')?.aggregates).toEqual(['Min']);
  });

  test('sorts by distance where a policy says euclidean, else by similarity', () => {
    const order = (call: string): unknown =>
      infoOf(`SELECT TOP 1 * FROM c ORDER BY VectorDistance(${call})`)?.orderBy;
    expect(order('c.image, [1, 2]')).toEqual(['Descending']);
    expect(order('c.place, [1, 2]')).toEqual(['Ascending']);
    expect(order('c.place, [1, 2], false, {distanceFunction: "Cosine"}')).toEqual(['Descending']);
  });

  test('covers all partitions', () => {
    expect(queryPlan(parse({ query: 'SELECT * FROM c' })).queryRanges).toEqual([
      { min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false },
    ]);
  });
});

const score =
  '_FullTextScore(c.text, ["swim", "run"], {documentdb-formattablehybridsearchquery-totaldocumentcount}, {documentdb-formattablehybridsearchquery-totalwordcount-0}, {documentdb-formattablehybridsearchquery-hitcountsarray-0})';
const hybrid =
  'SELECT TOP 10 * FROM c WHERE c.a = 1 ORDER BY RANK RRF(FullTextScore(c.text, "swim", "run"), VectorDistance(c.image, [1, 2]), [1, -0.5])';

describe('the plan of a hybrid search', () => {
  test('collects statistics, and puts the scores beside the payload', () => {
    const { hybridSearchQueryInfo, queryInfo } = queryPlan(parse({ query: hybrid }), facts);
    expect(queryInfo).toBeNull();
    expect(hybridSearchQueryInfo).toMatchObject({
      globalStatisticsQuery:
        'SELECT COUNT(1) AS documentCount, [{"totalWordCount": SUM(_FullTextWordCount(c.text)), "hitCounts": [COUNTIF(FullTextContains(c.text, "swim")), COUNTIF(FullTextContains(c.text, "run"))]}] AS fullTextStatistics\nFROM c',
      componentWeights: [1, 0.5],
      skip: null,
      take: 10,
      requiresGlobalStatistics: true,
    });
    const scores = `[(${score} ?? -1), (-1 * (_VectorScore(c.image, [1, 2]) ?? 1.79769e+308))]`;
    expect(hybridSearchQueryInfo?.componentQueryInfos.map((info) => info.rewrittenQuery)).toEqual([
      `SELECT TOP 120 c._rid, c AS payload, ${scores} AS componentScores\nFROM c\nWHERE (c.a = 1)\nORDER BY ${score} DESC`,
      `SELECT TOP 120 c._rid, c AS payload, ${scores} AS componentScores\nFROM c\nWHERE (c.a = 1)\nORDER BY _VectorScore(c.image, [1, 2]) ASC`,
    ]);
  });

  test('is refused where weights are missing', () => {
    const query = hybrid.replace('[1, -0.5]', '[1]');
    expect(() => queryPlan(parse({ query }), facts)).toThrow(
      'RRF of 2 scores needs as many weights',
    );
  });

  test('is rewritten like an order for clients that do not skip that', () => {
    const plan = queryPlan(parse({ query: hybrid }), facts, 'HybridSearch,Top,WeightedRankFusion');
    const [first, second] = plan.hybridSearchQueryInfo?.componentQueryInfos ?? [];
    expect(first).toMatchObject({
      top: 120,
      orderBy: ['Descending'],
      orderByExpressions: [score],
      hasNonStreamingOrderBy: true,
    });
    expect(second?.orderBy).toEqual(['Ascending']);
    expect(first?.rewrittenQuery).toContain(
      `{"payload": c, "componentScores": [(${score} ?? -1), (_VectorScore(c.image, [1, 2]) ?? 1.79769e+308)]} AS payload`,
    );
  });
});
