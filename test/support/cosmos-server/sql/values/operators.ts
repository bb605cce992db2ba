import type { Value } from '../syntax/tree.js';
import { compareAlike, isArray, isObject, sameJson, typeOf } from './compare.js';

/**
 * `left = right`: undefined when either is undefined or their types differ, else deep equality
 * (page "Equality and comparison operators": the table of types).
 */
export function equal(left: Value, right: Value): boolean | undefined {
  const type = typeOf(left);
  if (type === 'undefined' || type !== typeOf(right)) return undefined;
  return sameJson(left, right);
}

/** `left AND right` of the three-valued logic (page "Logical operators"). */
export function and(left: Value, right: Value): boolean | undefined {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : undefined;
}

/** `left OR right` of the three-valued logic. */
export function or(left: Value, right: Value): boolean | undefined {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}

/** `NOT value`: undefined for whatever is not a boolean. */
export function not(value: Value): boolean | undefined {
  return typeof value === 'boolean' ? !value : undefined;
}

/** `needle IN (…)`: the same as equalities joined by OR (page "IN keyword"). */
export function within(needle: Value, haystack: readonly Value[]): boolean | undefined {
  return haystack.reduce<boolean | undefined>(
    (found, each) => or(found, equal(needle, each)),
    false,
  );
}

/** Whether `left` is before, at or after `right`; undefined across types and for arrays and objects. */
function order(left: Value, right: Value): number | undefined {
  const type = typeOf(left);
  if (type === 'undefined' || type !== typeOf(right)) return undefined;
  return type === 'array' || type === 'object' ? undefined : compareAlike(left, right);
}

type Binary = (left: Value, right: Value) => Value;

function ordered(holds: (order: number) => boolean): Binary {
  return (left, right) => {
    const found = order(left, right);
    return found === undefined ? undefined : holds(found);
  };
}

/** A number, or undefined where JSON has none for it: page "Arithmetic operators". */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function arithmetic(compute: (left: number, right: number) => number): Binary {
  return (left, right) =>
    typeof left === 'number' && typeof right === 'number'
      ? finite(compute(left, right))
      : undefined;
}

const lessOrEqual = ordered((found) => found <= 0);

/** `value BETWEEN low AND high`, both inclusive. */
export function between(value: Value, low: Value, high: Value): boolean | undefined {
  return and(lessOrEqual(low, value), lessOrEqual(value, high));
}

/** Every operator of two operands by its sign; each operand is a value already. */
export const binaryOperators: Readonly<Record<string, Binary>> = {
  AND: and,
  OR: or,
  '=': equal,
  // Two arrays or two objects cannot be told unequal: the page names `!=` among the operators that give undefined.
  '!=': (left, right) => (isArray(left) || isObject(left) ? undefined : not(equal(left, right))),
  '<': ordered((found) => found < 0),
  '<=': lessOrEqual,
  '>': ordered((found) => found > 0),
  '>=': ordered((found) => found >= 0),
  '+': arithmetic((left, right) => left + right),
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': arithmetic((left, right) => left / right),
  '%': arithmetic((left, right) => left % right),
  '&': arithmetic((left, right) => left & right),
  '|': arithmetic((left, right) => left | right),
  '^': arithmetic((left, right) => left ^ right),
  '<<': arithmetic((left, right) => left << right),
  '>>': arithmetic((left, right) => left >> right),
  '>>>': arithmetic((left, right) => left >>> right),
  '||': (left, right) =>
    typeof left === 'string' && typeof right === 'string' ? left + right : undefined,
  '??': (left, right) => (left === undefined ? right : left),
};

/** Every operator of one operand by its sign. */
export const unaryOperators: Readonly<Record<string, (operand: Value) => Value>> = {
  NOT: not,
  '-': (operand) => (typeof operand === 'number' ? -operand : undefined),
  '+': (operand) => (typeof operand === 'number' ? operand : undefined),
  '~': (operand) => (typeof operand === 'number' ? ~operand : undefined),
};
