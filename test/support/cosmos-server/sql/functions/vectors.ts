import type { Json, Value } from '../syntax/tree.js';
import { isArray, isObject } from '../values/compare.js';
import { isNumber } from './built-in.js';

/** Page "VectorDistance": which of the three it computes. */
export type DistanceFunction = 'cosine' | 'dotproduct' | 'euclidean';

/** The distance function by a name in any case; undefined for another. */
function distanceFunction(name: Value): DistanceFunction | undefined {
  const known: readonly DistanceFunction[] = ['cosine', 'dotproduct', 'euclidean'];
  return known.find((each) => typeof name === 'string' && name.toLowerCase() === each);
}

/** What the fourth argument says, over what the container's policy says, over cosine. */
export function chosenFunction(options: Value, policy: string | undefined): DistanceFunction {
  const asked = isObject(options) ? distanceFunction(options['distanceFunction']) : undefined;
  return asked ?? distanceFunction(policy) ?? 'cosine';
}

/** Whether the nearest have the least values. */
export function nearestFirst(chosen: DistanceFunction): 'Ascending' | 'Descending' {
  return chosen === 'euclidean' ? 'Ascending' : 'Descending';
}

/**
 * Similarity for cosine (−1 … 1) and dot product, distance for euclidean; undefined unless both are vectors of
 * the same length (page "VectorDistance").
 */
export function vectorDistance(
  left: Value,
  right: Value,
  chosen: DistanceFunction,
): number | undefined {
  if (!isArray(left) || !isArray(right) || left.length !== right.length) return undefined;
  const norms = lengthOf(left) * lengthOf(right);
  if (Number.isNaN(norms)) return undefined;
  if (chosen === 'euclidean') return Math.sqrt(squaredDistance(left, right));
  const product = dot(left, right);
  if (chosen === 'dotproduct') return product;
  return norms === 0 ? 0 : product / norms;
}

const lengths = new WeakMap<readonly Json[], number>();

/** The length of a vector, or NaN for an array that is none; remembered, because a query's own vector comes with each row. */
function lengthOf(vector: readonly Json[]): number {
  const known = lengths.get(vector);
  if (known !== undefined) return known;
  const fits = vector.length > 0 && vector.every(isNumber);
  const length = fits ? Math.sqrt(dot(vector, vector)) : Number.NaN;
  lengths.set(vector, length);
  return length;
}

function dot(left: readonly Json[], right: readonly Json[]): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += Number(left[at]) * Number(right[at]);
  return sum;
}

function squaredDistance(left: readonly Json[], right: readonly Json[]): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (Number(left[at]) - Number(right[at])) ** 2;
  return sum;
}
