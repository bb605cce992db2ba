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

/** The value of an expression for one row. Names and functions were checked before. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const of = (inner: Expression): Value => evaluate(inner, scope);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'parameter':
      return scope.context.parameters.get(expression.name);
    case 'name':
      return scope.bindings[expression.name];
    case 'member':
      return member(of(expression.of), expression.key);
    case 'index':
      return element(of(expression.of), of(expression.at));
    case 'unary':
      return unaryOperators[expression.operator]?.(of(expression.operand));
    case 'binary':
      return binary(expression.operator, of(expression.left), of(expression.right), scope);
    case 'conditional':
      return of(expression.test) === true ? of(expression.then) : of(expression.otherwise);
    case 'in':
      return unless(
        expression.negated,
        within(
          of(expression.needle),
          expression.haystack.map(of),
          scope.context.container.equalityAcrossTypes,
        ),
      );
    case 'between':
      return unless(
        expression.negated,
        between(of(expression.value), of(expression.low), of(expression.high)),
      );
    case 'like':
      return unless(
        expression.negated,
        like(of(expression.value), of(expression.pattern), expression.escape),
      );
    case 'array':
      return expression.items.map(of).filter((item) => item !== undefined);
    case 'object':
      return object(expression.entries, scope);
    case 'call':
      return call(expression, scope);
    default:
      return nested(expression.kind, expression.query, scope);
  }
}

function binary(operator: string, left: Value, right: Value, { context }: Scope): Value {
  const { equalityAcrossTypes } = context.container;
  if (operator === '=') return equal(left, right, equalityAcrossTypes);
  if (operator === '!=') return unequal(left, right, equalityAcrossTypes);
  return binaryOperators[operator]?.(left, right);
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
  const values = expression.arguments.map((argument) => evaluate(argument, scope));
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
