import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printed, printedSelect } from '../../../support/cosmos-server/sql/syntax/print.js';
import { statement } from '../../../support/cosmos-server/sql/syntax/statement.js';
import type { Expression } from '../../../support/cosmos-server/sql/syntax/tree.js';

const statements = [
  'SELECT * FROM c',
  'SELECT DISTINCT TOP @n c.a, c["b c"].d AS x, c.l[0], c.l[@i] FROM Products AS c',
  'SELECT VALUE {a: 1, "b c": [c.x, -1, \'it\\\'s "x"\', null, true, undefined]} FROM c',
  'SELECT VALUE t FROM c JOIN t IN c.tags JOIN (SELECT VALUE u FROM u IN c.users) AS v',
  'SELECT * FROM c WHERE c.a = 1 AND (c.b != 2 OR NOT c.d) AND c.e NOT IN (1, @x)',
  'SELECT * FROM c WHERE c.a BETWEEN 1 AND 2 AND c.s NOT LIKE "a%" ESCAPE "!"',
  'SELECT * FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.l WHERE t > 1)',
  'SELECT VALUE ARRAY(SELECT t.k, COUNT(1) AS n FROM t IN c.l GROUP BY t.k) FROM c',
  'SELECT VALUE (c.a ? c.b : c.d ?? -(-c.e)) FROM c',
  'SELECT * FROM c ORDER BY c.a DESC, c["b"] ASC, c.d OFFSET 1 LIMIT @n',
  'SELECT TOP 3 * FROM c ORDER BY RANK RRF(FullTextScore(c.t, "x"), VectorDistance(c.v, @v), [1, 2])',
];

const path: fc.Arbitrary<Expression> = fc.constantFrom('a', 'b c', 'order').map((key) => ({
  kind: 'member',
  of: { kind: 'name', name: 'c' },
  key,
  dotted: key === 'a',
}));
const literal: fc.Arbitrary<Expression> = fc
  .oneof(fc.string(), fc.integer({ min: 0 }), fc.boolean(), fc.constant(null))
  .map((value) => ({ kind: 'literal', value }));
const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    path,
    literal,
    fc.record({
      kind: fc.constant('unary' as const),
      operator: fc.constantFrom('NOT', '~', '+'),
      operand: tie('tree'),
    }),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom('AND', 'OR', '=', '<', '||', '+', '-', '*', '??', '>>>', '|'),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({
      kind: fc.constant('conditional' as const),
      test: tie('tree'),
      whenTrue: tie('tree'),
      whenFalse: tie('tree'),
    }),
    fc.record({
      kind: fc.constant('in' as const),
      needle: tie('tree'),
      haystack: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }),
      negated: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('between' as const),
      value: tie('tree'),
      low: tie('tree'),
      high: tie('tree'),
      negated: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constant('F'),
      arguments: fc.array(tie('tree'), { maxLength: 2 }),
    }),
    fc.record({
      kind: fc.constant('array' as const),
      items: fc.array(tie('tree'), { maxLength: 2 }),
    }),
  ),
}));

describe('what is written of a tree', () => {
  test.each(statements)('reads as the same tree: %s', (query) => {
    const read = statement(query);
    expect(statement(printedSelect(read))).toEqual(read);
  });

  test('reads as the same tree, for any expression', () => {
    fc.assert(
      fc.property(tree, (expression) => {
        const read = statement(`SELECT VALUE ${printed(expression)} FROM c`);
        expect(read.projection).toEqual({ kind: 'value', expression });
      }),
    );
  });
});
