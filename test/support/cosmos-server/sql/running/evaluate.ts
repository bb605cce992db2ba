import { SqlError } from '../errors.js';
import { aggregates } from '../functions/aggregates.js';
import { builtIns, vectorFunctions } from '../functions/registry.js';
import { chosenFunction, vectorDistance } from '../functions/vectors.js';
import { documentPath } from '../syntax/paths.js';
import type { Call, Entry, Expression, Json, Select, Value } from '../syntax/tree.js';
import { isArray, isObject } from '../values/compare.js';
import { like } from '../values/like.js';
import {
  between,
  binaryOperators,
  equal,
  not,
  unaryOperators,
  unequal,
  within,
} from '../values/operators.js';
import type { Scope } from './scope.js';

type Test = Extract<Expression, { kind: 'in' | 'between' | 'like' }>;
type Binary = Extract<Expression, { kind: 'binary' }>;

/** The value of an expression for one row. Names and functions were checked before. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'parameter':
      return scope.context.parameters.get(expression.name);
    case 'name':
      return scope.bindings[expression.name];
    case 'member':
      return member(evaluate(expression.of, scope), expression.key);
    case 'index':
      return element(evaluate(expression.of, scope), evaluate(expression.at, scope));
    case 'unary':
      return unaryOperators[expression.operator]?.(evaluate(expression.operand, scope));
    case 'binary':
      return binary(expression, scope);
    case 'conditional':
      return evaluate(expression.test, scope) === true
        ? evaluate(expression.whenTrue, scope)
        : evaluate(expression.whenFalse, scope);
    case 'in':
    case 'between':
    case 'like':
      return unless(expression.negated, tested(expression, scope));
    case 'array':
      return valuesOf(expression.items, scope).filter((item) => item !== undefined);
    case 'object':
      return object(expression.entries, scope);
    case 'call':
      return call(expression, scope);
    default:
      return nested(expression.kind, expression.query, scope);
  }
}

function valuesOf(expressions: readonly Expression[], scope: Scope): readonly Value[] {
  return expressions.map((each) => evaluate(each, scope));
}

function tested(test: Test, scope: Scope): boolean | undefined {
  if (test.kind === 'in') {
    const haystack = valuesOf(test.haystack, scope);
    return within(evaluate(test.needle, scope), haystack, acrossTypes(scope));
  }
  const value = evaluate(test.value, scope);
  if (test.kind === 'like') return like(value, evaluate(test.pattern, scope), test.escape);
  return between(value, evaluate(test.low, scope), evaluate(test.high, scope));
}

function acrossTypes({ context }: Scope): false | undefined {
  return context.container.equalityAcrossTypes;
}

function binary(expression: Binary, scope: Scope): Value {
  const left = evaluate(expression.left, scope);
  const right = evaluate(expression.right, scope);
  if (expression.operator === '=') return equal(left, right, acrossTypes(scope));
  if (expression.operator === '!=') return unequal(left, right, acrossTypes(scope));
  return binaryOperators[expression.operator]?.(left, right);
}

function unless(negated: boolean, value: boolean | undefined): boolean | undefined {
  return negated ? not(value) : value;
}

function member(of: Value, key: string): Value {
  return isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined;
}

function element(of: Value, at: Value): Value {
  if (typeof at === 'string') return member(of, at);
  return isArray(of) && typeof at === 'number' ? of[at] : undefined;
}

function object(entries: readonly Entry[], scope: Scope): Json {
  const made: Record<string, Json> = {};
  for (const { key, value } of entries) {
    const found = evaluate(value, scope);
    if (found !== undefined) made[key] = found;
  }
  return made;
}

function call(expression: Call, scope: Scope): Value {
  const name = expression.name.toUpperCase();
  if (Object.hasOwn(aggregates, name)) return aggregated(name, expression, scope);
  const values = valuesOf(expression.arguments, scope);
  if (vectorFunctions.has(name)) return distance(expression, values, scope);
  return builtIns[name]?.run(values, scope.context.nowMs);
}

function aggregated(name: string, { arguments: [argument] }: Call, scope: Scope): Value {
  if (argument === undefined || scope.group === undefined) return undefined;
  return aggregates[name]?.(scope.group.map((row) => evaluate(argument, row)));
}

function distance(expression: Call, values: readonly Value[], { context }: Scope): Value {
  const embeddings = context.container.vectorEmbeddingPolicy?.vectorEmbeddings ?? [];
  const paths = expression.arguments.slice(0, 2).map(documentPath);
  const policy = embeddings.find(({ path }) => paths.includes(path));
  return vectorDistance(values[0], values[1], chosenFunction(values[3], policy?.distanceFunction));
}

function nested(kind: 'exists' | 'array-of' | 'subquery', query: Select, scope: Scope): Value {
  const found = scope.context.subquery(query, scope);
  if (kind === 'exists') return found.length > 0;
  if (kind === 'array-of') return found.filter((value) => value !== undefined);
  if (found.length > 1) {
    throw new SqlError(
      'SC2201',
      'The cardinality of a scalar subquery result set cannot be greater than one.',
    );
  }
  return found[0];
}
