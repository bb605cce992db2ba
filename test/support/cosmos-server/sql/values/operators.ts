import type { Value } from '../syntax/tree.js';
import { compareAlike, isArray, isObject, sameJson, typeOf } from './compare.js';

/** What `=` gives for two values of different types: see ContainerFacts. */
type AcrossTypes = false | undefined;

/** `left = right`: undefined when either is undefined, deep equality when their types are the same. */
export function equal(left: Value, right: Value, acrossTypes: AcrossTypes): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  return typeOf(left) === typeOf(right) ? sameJson(left, right) : acrossTypes;
}

/** `left != right`; the page names it among the operators that give undefined for two arrays or two objects. */
export function unequal(left: Value, right: Value, acrossTypes: AcrossTypes): boolean | undefined {
  const nested = isArray(left) || isObject(left);
  return nested && acrossTypes === undefined ? undefined : not(equal(left, right, acrossTypes));
}

/** `left AND right` of the three-valued logic (page "Logical operators"). */
function and(left: Value, right: Value): boolean | undefined {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : undefined;
}

/** `left OR right` of the three-valued logic. */
function or(left: Value, right: Value): boolean | undefined {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : undefined;
}

/** `NOT value`: undefined for whatever is not a boolean. */
export function not(value: Value): boolean | undefined {
  return typeof value === 'boolean' ? !value : undefined;
}

/** `needle IN (…)`: the same as equalities joined by OR (page "IN keyword"). */
export function within(
  needle: Value,
  haystack: readonly Value[],
  acrossTypes: AcrossTypes,
): boolean | undefined {
  return haystack.reduce<boolean | undefined>(
    (found, each) => or(found, equal(needle, each, acrossTypes)),
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

/** The operators of two operands by their signs, but for equality; each operand is a value already. */
export const binaryOperators: Readonly<Record<string, Binary>> = {
  AND: and,
  OR: or,
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
