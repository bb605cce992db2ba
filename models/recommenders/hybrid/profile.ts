import { floatAt, integerAt, singleAt } from '../../numeric/read.js';

/** What somebody chose, each item once, and what each weighs: below zero for one that was dismissed. */
export interface Choices {
  readonly items: Int32Array;
  readonly weights: Float32Array;
}

/**
 * The weighted mean of the chosen items' vectors, times the root of how many they are: the more is known of somebody,
 * the further they may stand from the middle.
 */
export function profileOf(
  { items, weights }: Choices,
  itemVectors: Float32Array,
  dimension: number,
): Float64Array {
  const profile = new Float64Array(dimension);
  let mass = 0;
  for (const weight of weights) mass += Math.abs(weight);
  if (mass === 0) return profile;
  for (let chosen = 0; chosen < items.length; chosen += 1) {
    const share = (singleAt(weights, chosen) * Math.sqrt(items.length)) / mass;
    const start = integerAt(items, chosen) * dimension;
    for (let at = 0; at < dimension; at += 1) {
      profile[at] = floatAt(profile, at) + share * singleAt(itemVectors, start + at);
    }
  }
  return profile;
}
