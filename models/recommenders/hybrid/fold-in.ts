import { integerAt, singleAt } from '../../numeric/read.js';
import type { HybridParts } from './hybrid-files.js';

/** What is known of an asker, in numbers. */
export interface Known {
  /** Items of the history, none twice, and what each weighs: below zero for one that was dismissed. */
  readonly items: Int32Array;
  readonly weights: Float32Array;
  readonly traits: Int32Array;
}

/** Finds the vector of an asker. */
export type FoldIn = (known: Known) => Float32Array;

/** The weighted mean of what was chosen, and of the traits. */
export function meanFoldIn({ dimension, itemVectors, traitVectors }: HybridParts): FoldIn {
  return ({ items, weights, traits }) => {
    const vector = new Float32Array(dimension);
    const mass = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
    for (let at = 0; at < items.length; at += 1) {
      addRow(vector, itemVectors, integerAt(items, at), singleAt(weights, at) / mass);
    }
    for (const trait of traits)
      addRow(vector, traitVectors, trait, 1 / Math.sqrt(traits.length + 1));
    return vector;
  };
}

function addRow(into: Float32Array, rows: Float32Array, row: number, factor: number): void {
  const start = row * into.length;
  for (let at = 0; at < into.length; at += 1) {
    into[at] = singleAt(into, at) + factor * singleAt(rows, start + at);
  }
}
