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
  if (!isVector(left) || !isVector(right) || left.length !== right.length) return undefined;
  if (chosen === 'euclidean') return Math.sqrt(squaredDistance(left, right));
  const product = dot(left, right);
  if (chosen === 'dotproduct') return product;
  const norms = Math.sqrt(dot(left, left) * dot(right, right));
  return norms === 0 ? 0 : product / norms;
}

function isVector(value: Value): value is readonly number[] {
  return isArray(value) && value.length > 0 && value.every((each: Json) => isNumber(each));
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

function squaredDistance(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += ((left[at] ?? 0) - (right[at] ?? 0)) ** 2;
  return sum;
}
