import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gatewayRefusal,
  parse,
  queryPlan,
  requiresPlan,
  run,
} from '../../../support/cosmos-server/sql/engine.js';
import { SqlError } from '../../../support/cosmos-server/sql/errors.js';
import type { ContainerFacts } from '../../../support/cosmos-server/sql/facts.js';

function refusal(query: string, facts: ContainerFacts = {}): string {
  try {
    run(parse({ query }), [], facts);
    return 'accepted';
  } catch (cause) {
    if (cause instanceof SqlError) return `${cause.code} ${cause.message}`;
    throw cause;
  }
}

describe('a query is refused', () => {
  test.each([
    ['SELEC * FROM c', "SC1001 Syntax error, incorrect syntax near 'SELEC'."],
    ['SELECT * FROM c WHERE', "SC1001 Syntax error, incorrect syntax near ''."],
    ['SELECT c.order FROM c', "SC1001 Syntax error, incorrect syntax near 'order'."],
    ['SELECT c.value FROM c', "SC1001 Syntax error, incorrect syntax near 'value'."],
    ['SELECT * FROM c; DROP', "SC1001 Syntax error, incorrect syntax near ';'."],
    ['SELECT VALUE * FROM c', "SC1001 Syntax error, incorrect syntax near '*'."],
    ["SELECT 'open FROM c", 'SC1010'],
    ["SELECT '\\q' FROM c", 'SC1010'],
    ['SELECT x.id FROM c', "SC2001 Identifier 'x' could not be resolved."],
    ['SELECT c.id FROM c AS d', "SC2001 Identifier 'c' could not be resolved."],
    ['SELECT VALUE s FROM c ORDER BY s', "SC2001 Identifier 's' could not be resolved."],
    ['SELECT VALUE NOW() FROM c', "SC2005 'NOW' is not a recognized built-in function name."],
    ['SELECT VALUE LENGTH() FROM c', 'SC2050 The LENGTH function requires 1 argument(s)'],
    ['SELECT * FROM c WHERE c.id = @id', "SC2061 The parameter '@id'"],
    ['SELECT *', "SC2040 'SELECT *' is not valid if FROM clause is omitted."],
    ['SELECT * FROM c JOIN t IN c.tags', "SC2041 'SELECT *' is only valid with a single input"],
    ['SELECT c.id, c.name AS id FROM c', "SC2031 The column name 'id'"],
    ['SELECT TOP 1.5 * FROM c', 'SC2062'],
    ['SELECT TOP 1 * FROM c OFFSET 0 LIMIT 1', 'SC2060'],
    ['SELECT c.a, COUNT(1) FROM c', "SC2102 Property reference 'c.a' is invalid"],
    ['SELECT * FROM c WHERE COUNT(1) > 1', 'SC2101'],
    ['SELECT c.a FROM c GROUP BY c.a ORDER BY c.a', "SC2105 'ORDER BY' is not supported"],
    ['SELECT VALUE SUM(MAX(c.a)) FROM c', 'SC2104'],
    ['SELECT VALUE 1 FROM c GROUP BY 1', 'SC2107'],
    ['SELECT VALUE 1 FROM c GROUP BY (SELECT VALUE c.a)', 'SC2107'],
    ['SELECT TOP 1 * FROM c ORDER BY RANK RRF(FullTextScore(c.a, "x"), 1)', 'SC2243'],
    ['SELECT TOP 1 * FROM c ORDER BY RANK VectorDistance(c.a, [1])', 'SC2241'],
    ['SELECT * FROM c ORDER BY LOWER(c.a)', 'SC3030 Unsupported ORDER BY clause.'],
    ['SELECT VALUE t FROM c JOIN t IN c.tags ORDER BY t', 'SC3030 Unsupported ORDER BY clause.'],
    ['SELECT VALUE c.id FROM c JOIN c IN c.tags', 'SC2021'],
  ])('when it is %s', (query, expected) => {
    expect(refusal(query)).toContain(expected);
  });

  test('when it joins more than ten times', () => {
    const joins = (count: number): string =>
      `SELECT c.id FROM c ${Array.from({ length: count }, (_, at) => `JOIN j${at} IN c.l`).join(' ')}`;
    expect(refusal(joins(10))).toBe('accepted');
    expect(refusal(joins(11))).toContain('10 JOINs');
  });

  test('or read, and never anything else, whatever its words', () => {
    const word = fc.constantFrom(
      ...'SELECT VALUE * FROM c WHERE ( ) [ ] { } , . : ? ?? = - 1 "a" @p AND NOT IN LIKE ORDER BY GROUP TOP COUNT'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word), fc.string(), (words, text) => {
        for (const query of [words.join(' '), `SELECT VALUE ${words.join(' ')} FROM c`, text]) {
          expect(refusal(query)).toMatch(/^(accepted|SC\d{4} )/);
        }
      }),
    );
  });

  test('when a scalar subquery gives several values', () => {
    const query = parse({ query: 'SELECT VALUE (SELECT VALUE t FROM t IN c.tags) FROM c' });
    expect(() => run(query, [{ tags: [1, 2] }])).toThrow('The cardinality of a scalar subquery');
    expect(run(query, [{ tags: [1] }, { tags: [] }]).results).toEqual([1]);
  });

  test('with a body in the form of the service', () => {
    const error = new SqlError('SC1001', 'wrong', { start: 1, end: 2 });
    expect(JSON.parse(error.toBody().message)).toEqual({
      errors: [
        { severity: 'Error', location: { start: 1, end: 2 }, code: 'SC1001', message: 'wrong' },
      ],
    });
  });
});

describe('an order', () => {
  const composite: ContainerFacts = {
    indexingPolicy: {
      includedPaths: [{ path: '/*' }],
      excludedPaths: [{ path: '/secret/*' }, { path: '/"_etag"/?' }],
      compositeIndexes: [[{ path: '/a' }, { path: '/b', order: 'descending' }]],
    },
  };

  test.each([
    ['c.a ASC, c.b DESC', true],
    ['c.a DESC, c.b ASC', true],
    ['c.a ASC, c.b ASC', false],
    ['c.b DESC, c.a ASC', false],
    ['c.a ASC, c.b DESC, c.c ASC', false],
  ])('of several keys needs their composite index: %s', (keys, served) => {
    const expected = served ? 'accepted' : 'SC3031 The order by query does not have';
    expect(refusal(`SELECT * FROM c ORDER BY ${keys}`, composite)).toContain(expected);
  });

  test.each([
    ['c.open', true],
    ['c.secret', false],
    ['c.secret.deep', false],
    ['c._etag', false],
    ['c._ts', true],
    ['c["open"]["deep"]', true],
  ])('needs an indexed path: %s', (key, served) => {
    const expected = served ? 'accepted' : 'SC3032 The index path corresponding';
    expect(refusal(`SELECT * FROM c ORDER BY ${key}`, composite)).toContain(expected);
  });

  test('needs a path that is included where not all are', () => {
    const some: ContainerFacts = {
      indexingPolicy: {
        includedPaths: [{ path: '/a/?' }, { path: '/b/*' }],
        excludedPaths: [{ path: '/*' }, { path: '/b/c/?' }],
      },
    };
    const served = ['c.a', 'c.a.x', 'c.b', 'c.b.x', 'c.b.c'].map(
      (key) => refusal(`SELECT * FROM c ORDER BY ${key}`, some) === 'accepted',
    );
    expect(served).toEqual([true, false, true, true, false]);
  });
});

describe('an order by vectors is refused', () => {
  const facts: ContainerFacts = {
    vectorEmbeddingPolicy: { vectorEmbeddings: [{ path: '/v', dimensions: 2 }] },
  };

  test.each([
    ['SELECT * FROM c ORDER BY VectorDistance(c.v, [1, 2])', 'without TOP'],
    ['SELECT TOP 1 * FROM c ORDER BY VectorDistance(c.v, [1, 2]) ASC', 'sorting order'],
    ['SELECT TOP 1 * FROM c ORDER BY VectorDistance(c.w, [1, 2])', 'vector policy'],
    ['SELECT TOP 1 * FROM c ORDER BY VectorDistance(c.v, [1, 2, 3])', 'of 2 dimensions'],
    ['SELECT TOP 1 * FROM c ORDER BY VectorDistance(c.v, [1, 2]), c.id', 'sorted by alone'],
  ])('%s', (query, message) => {
    expect(refusal(query, facts)).toContain(message);
  });
});

describe('the gateway', () => {
  test.each([
    ['SELECT * FROM c WHERE c.a = 1', false],
    ['SELECT c.id, t FROM c JOIN t IN c.tags', false],
    ['SELECT TOP 1 * FROM c', true],
    ['SELECT * FROM c ORDER BY c.a', true],
    ['SELECT * FROM c OFFSET 0 LIMIT 1', true],
    ['SELECT DISTINCT c.a FROM c', true],
    ['SELECT VALUE COUNT(1) FROM c', true],
    ['SELECT c.a FROM c GROUP BY c.a', true],
    ['SELECT * FROM (SELECT TOP 1 * FROM c) AS d', true],
  ])('serves across ranges only what appending merges: %s', (query, needed) => {
    expect(requiresPlan(parse({ query }))).toBe(needed);
    expect(requiresPlan(parse({ query }), 'partition')).toBe(false);
  });

  test('sends the plan with its refusal', () => {
    const query = parse({ query: 'SELECT VALUE COUNT(1) FROM c' });
    const { additionalErrorInfo } = gatewayRefusal(query);
    expect(JSON.parse(additionalErrorInfo)).toEqual(queryPlan(query));
  });

  test('refuses what a client cannot merge', () => {
    const grouped = parse({ query: 'SELECT c.a, COUNT(1) AS n FROM c GROUP BY c.a' });
    expect(() => queryPlan(grouped, {}, 'Aggregate,OrderBy')).toThrow(
      'which the calling client does not support: GroupBy NonValueAggregate',
    );
    const composed = parse({ query: 'SELECT VALUE SUM(c.a) / COUNT(1) FROM c' });
    expect(() => queryPlan(composed)).toThrow('Compositions of aggregates');
    const distinct = parse({
      query: 'SELECT VALUE COUNT(1) FROM (SELECT DISTINCT c.a FROM c) AS d',
    });
    expect(() => queryPlan(distinct)).toThrow('DCount');
    expect(run(distinct, [{ a: 1 }, { a: 1 }, { a: 2 }]).results).toEqual([2]);
  });
});
