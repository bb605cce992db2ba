import { singleAt } from '../../numeric/read.js';
import { toUnitLength } from '../unit-length.js';
import type { TokenBatch } from './token-batch.js';

/** The mean of each text's token vectors, of unit length: texts × width. `states`: texts × tokens × width, row-major. */
export function poolMeans(
  states: Float32Array,
  { mask, dims: [texts, tokens] }: TokenBatch,
  width: number,
): Float32Array {
  const means = new Float32Array(texts * width);
  for (let text = 0; text < texts; text += 1) {
    const mean = means.subarray(text * width, (text + 1) * width);
    for (let token = text * tokens; token < (text + 1) * tokens; token += 1) {
      if (mask[token] !== 1n) continue;
      for (let at = 0; at < width; at += 1) {
        mean[at] = singleAt(mean, at) + singleAt(states, token * width + at);
      }
    }
    toUnitLength(mean);
  }
  return means;
}
