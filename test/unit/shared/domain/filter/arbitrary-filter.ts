import fc from 'fast-check';
import type { Expression, Literal } from '../../../../../shared/domain/filter/expression.js';
import type { Item } from '../../../../../shared/domain/item.js';

const word = fc.oneof(fc.string(), fc.constantFrom("'", "''", 'mugs', '', 'ä'));
const figure = fc.double({ noNaN: true, noDefaultInfinity: true });
const time = fc.integer({ min: 100_000_000_000, max: 4_000_000_000_000 });
const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const attribute = fc.constantFrom('attributes.colour', 'attributes.size-eu', 'attributes.a.b');

const compare = (field: fc.Arbitrary<string>, value: fc.Arbitrary<Literal>) =>
  fc.record({ kind: fc.constant('compare'), field, operator: comparison, value });
const within = (field: fc.Arbitrary<string>, value: fc.Arbitrary<Literal>) =>
  fc.record({
    kind: fc.constant('in'),
    field,
    values: fc.array(value, { minLength: 1, maxLength: 4 }),
  });
const text = fc.constantFrom('id', 'name', 'seller', 'currency');

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  compare(text, word),
  compare(fc.constant('price'), figure),
  compare(fc.constant('created_at'), time),
  compare(attribute, fc.oneof(word, figure)),
  within(text, word),
  within(fc.constant('price'), figure),
  within(attribute, fc.oneof<fc.Arbitrary<Literal>[]>(word, figure, fc.boolean())),
  fc.record({
    kind: fc.constant('has'),
    field: fc.constantFrom('tags', 'categories'),
    value: word,
  }),
  fc.record({ kind: fc.constant('has'), field: attribute, value: fc.oneof(word, figure) }),
  fc.record({ kind: fc.constant('null'), field: fc.oneof(text, attribute) }),
);

/** Any expression that the language can say, up to a modest size. */
export const arbitraryFilter: fc.Arbitrary<Expression> = fc.letrec<{ filter: Expression }>(
  (tie) => {
    const terms = fc.array(tie('filter'), { minLength: 2, maxLength: 3 });
    return {
      filter: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc.record({ kind: fc.constantFrom('and', 'or'), terms }),
        fc.record({ kind: fc.constant('not'), term: tie('filter') }),
      ),
    };
  },
).filter;

const literal = (value: Literal) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

/** The filter in words that parse back to it. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.terms.map((term) => `(${print(term)})`).join(` ${expression.kind} `);
    case 'not':
      return `not (${print(expression.term)})`;
    case 'null':
      return `${expression.field} is null`;
    case 'has':
      return `${expression.field} has ${literal(expression.value)}`;
    case 'in':
      return `${expression.field} in (${expression.values.map(literal).join(', ')})`;
    case 'compare':
      return `${expression.field} ${expression.operator} ${literal(expression.value)}`;
  }
}

export const arbitraryItem: fc.Arbitrary<Item> = fc.record(
  {
    id: fc.constantFrom('a', 'b', ''),
    name: fc.constantFrom('mugs', 'ä'),
    categories: fc.subarray(['mugs', 'ä']),
    tags: fc.subarray(['mugs', "'"]),
    attributes: fc.dictionary(
      fc.constantFrom('colour', 'a.b'),
      fc.oneof(fc.constantFrom('mugs', null), figure, fc.boolean()),
    ),
    isActive: fc.boolean(),
    createdAt: time,
    price: figure,
    seller: word,
  },
  { requiredKeys: ['id', 'name', 'categories', 'tags', 'attributes', 'isActive', 'createdAt'] },
);
