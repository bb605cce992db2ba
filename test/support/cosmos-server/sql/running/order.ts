import { vectorFunctions } from '../functions/registry.js';
import { chosenFunction, nearestFirst } from '../functions/vectors.js';
import { documentPath } from '../syntax/paths.js';
import type { Call, Expression, SortKey, Value } from '../syntax/tree.js';
import { compareAny } from '../values/compare.js';
import { evaluate } from './evaluate.js';
import type { RunContext, Scope } from './scope.js';

/** A call of a vector function, or undefined. */
export function vectorCall(expression: Expression): Call | undefined {
  const vector = expression.kind === 'call' && vectorFunctions.has(expression.name.toUpperCase());
  return vector ? expression : undefined;
}

/** Whether a key sorts by a computed score, which gives documents without one no place at all. */
export function isScore(expression: Expression): boolean {
  const text = expression.kind === 'call' && expression.name.toUpperCase() === '_FULLTEXTSCORE';
  return text || vectorCall(expression) !== undefined;
}

/** The direction of a key: as written; by the distance function for vectors (page "VectorDistance"); else ascending. */
export function directionOf(key: SortKey, context: RunContext): 'Ascending' | 'Descending' {
  const vector = vectorCall(key.expression);
  if (vector === undefined || key.direction !== undefined) {
    return key.direction === 'DESC' ? 'Descending' : 'Ascending';
  }
  const embeddings = context.container.vectorEmbeddingPolicy?.vectorEmbeddings ?? [];
  const paths = vector.arguments.slice(0, 2).map(documentPath);
  const policy = embeddings.find(({ path }) => paths.includes(path));
  const options = vector.arguments[3];
  const value = options && evaluate(options, { bindings: {}, context });
  return nearestFirst(chosenFunction(value, policy?.distanceFunction));
}

/** Rows in the order of the keys; rows that are alike keep their order. Mixed types: page "ORDER BY clause". */
export function sorted(
  rows: readonly Scope[],
  keys: readonly SortKey[],
  context: RunContext,
): readonly Scope[] {
  const signs = keys.map((key) => (directionOf(key, context) === 'Descending' ? -1 : 1));
  const scored = keys.some((key) => isScore(key.expression));
  const made = rows
    .map((row) => ({ row, values: keys.map((key) => evaluate(key.expression, row)) }))
    .filter(({ values }) => !scored || values.every((value) => value !== undefined));
  return made
    .sort((left, right) => compareRows(left.values, right.values, signs))
    .map(({ row }) => row);
}

function compareRows(
  left: readonly Value[],
  right: readonly Value[],
  signs: readonly number[],
): number {
  for (const [at, sign] of signs.entries()) {
    const order = compareAny(left[at], right[at]) * sign;
    if (order !== 0) return order;
  }
  return 0;
}
