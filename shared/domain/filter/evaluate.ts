import type { AttributeValue, Item } from '../item.js';
import type { Comparison, Expression, Literal } from './expression.js';
import { fieldOf } from './field.js';

/**
 * Three-valued logic, as SQL and Cosmos DB have it: a test of a missing value, or of one of another type, is
 * neither true nor false. With these figures `and` is the minimum, `or` the maximum, `not` the negation (Kleene).
 */
type Truth = 1 | 0 | -1;
type Test = (item: Item) => Truth;

/**
 * Whether the item passes. Unknown counts as no, so `not (price < 3)` leaves out an item without a price, too.
 * To test many items, compile once.
 */
export function matches(expression: Expression, item: Item): boolean {
  return compileFilter(expression)(item);
}

/** The filter as one function, for loops over a catalogue. */
export function compileFilter(expression: Expression): (item: Item) => boolean {
  const test = compile(expression);
  return (item) => test(item) === 1;
}

function compile(expression: Expression): Test {
  switch (expression.kind) {
    case 'and':
      return every(expression.terms.map(compile));
    case 'or':
      return some(expression.terms.map(compile));
    case 'not':
      return negated(compile(expression.term));
    case 'compare':
      return compare(reader(expression.field), expression.operator, expression.value);
    case 'in':
      return oneOf(reader(expression.field), expression.values);
    case 'has':
      return contains(reader(expression.field), expression.value);
    case 'null':
      return missing(reader(expression.field));
  }
}

type Read = (item: Item) => AttributeValue | undefined;

/** A field that nobody knows is missing everywhere. */
function reader(field: string): Read {
  return fieldOf(field)?.read ?? (() => undefined);
}

const truthOf = (holds: boolean): Truth => (holds ? 1 : -1);

function every(tests: readonly Test[]): Test {
  return (item) => {
    let truth: Truth = 1;
    for (const test of tests) {
      const verdict = test(item);
      if (verdict === -1) return -1;
      if (verdict < truth) truth = verdict;
    }
    return truth;
  };
}

function some(tests: readonly Test[]): Test {
  return (item) => {
    let truth: Truth = -1;
    for (const test of tests) {
      const verdict = test(item);
      if (verdict === 1) return 1;
      if (verdict > truth) truth = verdict;
    }
    return truth;
  };
}

function negated(test: Test): Test {
  return (item) => {
    const verdict = test(item);
    return verdict === 1 ? -1 : verdict === -1 ? 1 : 0;
  };
}

const holds: Readonly<Record<Comparison, (left: Literal, right: Literal) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function isLiteral(value: AttributeValue | undefined): value is Literal {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

function compare(read: Read, operator: Comparison, literal: Literal): Test {
  const type = typeof literal;
  const decide = holds[operator];
  return (item) => {
    const value = read(item);
    return isLiteral(value) && typeof value === type ? truthOf(decide(value, literal)) : 0;
  };
}

/** As `=` of each joined by `or`: a value of another type than one listed makes a miss unknown. */
function oneOf(read: Read, literals: readonly Literal[]): Test {
  const listed: ReadonlySet<Literal> = new Set(literals);
  const types = new Set(literals.map((literal) => typeof literal));
  return (item) => {
    const value = read(item);
    if (!isLiteral(value)) return 0;
    if (listed.has(value)) return 1;
    return types.size === 1 && types.has(typeof value) ? -1 : 0;
  };
}

function contains(read: Read, member: string | number): Test {
  return (item) => {
    const value = read(item);
    return Array.isArray(value) ? truthOf(value.includes(member)) : 0;
  };
}

/** An empty list counts as missing: an item without tags has no tags. */
function missing(read: Read): Test {
  return (item) => {
    const value = read(item);
    const isEmpty = Array.isArray(value) && value.length === 0;
    return truthOf(value === undefined || value === null || isEmpty);
  };
}
