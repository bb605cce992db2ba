import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, run } from '../../../support/cosmos-server/sql/engine.js';
import type { Json } from '../../../support/cosmos-server/sql/syntax/tree.js';
import { compareAny } from '../../../support/cosmos-server/sql/values/compare.js';

const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'a', 'b', 'ab'),
);
const documents = fc
  .array(
    fc.record(
      { a: value, b: value, n: fc.integer({ min: 0, max: 9 }), l: fc.array(value) },
      { requiredKeys: ['n'] },
    ),
    { maxLength: 12 },
  )
  .map((list): readonly Json[] => list.map((document, at) => ({ ...document, id: `${at}` })));

function results(query: string, given: readonly Json[], values: object = {}): readonly Json[] {
  const parameters = Object.entries(values).map(([name, each]) => ({
    name: `@${name}`,
    value: each,
  }));
  return run(parse({ query, parameters }), given).results;
}

function property(of: Json, name: string): Json | undefined {
  return typeof of === 'object' && of !== null && name in of
    ? Object.entries(of).find(([key]) => key === name)?.[1]
    : undefined;
}

describe('for any documents', () => {
  test('ORDER BY gives all of them in the order of values', () => {
    fc.assert(
      fc.property(documents, fc.boolean(), (given, descending) => {
        const sorted = results(`SELECT * FROM c ORDER BY c.a${descending ? ' DESC' : ''}`, given);
        expect([...sorted].sort(byId)).toEqual([...given].sort(byId));
        const keys = sorted.map((each) => property(each, 'a'));
        for (const [at, key] of keys.slice(1).entries()) {
          const order = compareAny(keys[at], key);
          expect(descending ? -order : order).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('a filter by a number is the filter of JavaScript', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 0, max: 9 }), (given, least) => {
        const found = results('SELECT * FROM c WHERE c.n >= @least AND c.n != 5', given, { least });
        const expected = given.filter((each) => {
          const n = Number(property(each, 'n'));
          return n >= least && n !== 5;
        });
        expect(found).toEqual(expected);
      }),
    );
  });

  test('a filter, its negation and its being undefined share them out', () => {
    fc.assert(
      fc.property(documents, value, (given, wanted) => {
        const count = (filter: string): number =>
          results(`SELECT VALUE 1 FROM c WHERE ${filter}`, given, { wanted }).length;
        const condition = '(c.a < @wanted OR c.b = @wanted)';
        const all =
          count(condition) + count(`NOT ${condition}`) + count(`NOT IS_DEFINED(${condition})`);
        expect(all).toBe(given.length);
      }),
    );
  });

  test('IN is the same as equalities joined by OR, and BETWEEN as comparisons joined by AND', () => {
    fc.assert(
      fc.property(documents, value, value, (given, x, y) => {
        const same = (left: string, right: string): void =>
          expect(results(`SELECT VALUE {v: ${left}} FROM c`, given, { x, y })).toEqual(
            results(`SELECT VALUE {v: ${right}} FROM c`, given, { x, y }),
          );
        same('(c.a IN (@x, @y))', '(c.a = @x OR c.a = @y)');
        same('(c.a BETWEEN @x AND @y)', '(c.a >= @x AND c.a <= @y)');
        same('(c.a NOT IN (@x, @y))', '(NOT (c.a = @x OR c.a = @y))');
      }),
    );
  });

  test('OFFSET LIMIT and TOP are slices of the whole', () => {
    const small = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(documents, small, small, (given, from, count) => {
        const all = results('SELECT * FROM c ORDER BY c.n', given);
        const window = 'SELECT * FROM c ORDER BY c.n OFFSET @from LIMIT @count';
        expect(results(window, given, { from, count })).toEqual(all.slice(from, from + count));
        expect(results('SELECT TOP @count * FROM c ORDER BY c.n', given, { count })).toEqual(
          all.slice(0, count),
        );
      }),
    );
  });

  test('groups add up to the whole', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const groups = results(
          'SELECT c.a, COUNT(1) AS n, SUM(c.n) AS s FROM c GROUP BY c.a',
          given,
        );
        const total = (name: string): number =>
          groups.reduce<number>((sum, group) => sum + Number(property(group, name)), 0);
        expect(total('n')).toBe(given.length);
        const [sum] = results('SELECT VALUE SUM(c.n) FROM c', given);
        expect(total('s')).toBe(sum);
        const kinds = results('SELECT DISTINCT c.a FROM c', given);
        expect(groups).toHaveLength(kinds.length);
      }),
    );
  });

  test('a join has a row for each element', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const rows = results('SELECT c.id, e FROM c JOIN e IN c.l', given);
        const [elements = 0] = results('SELECT VALUE SUM(ARRAY_LENGTH(c.l)) FROM c', given);
        expect(rows).toHaveLength(Number(elements));
      }),
    );
  });
});

function byId(left: Json, right: Json): number {
  return compareAny(property(left, 'id'), property(right, 'id'));
}
