import { singleAt } from '../numeric/read.js';
import { isUnspaced, letterRuns, wordsOf } from './words.js';

const wordLimit = 64;
/** The letter runs of a word together weigh as much as the word, to bridge spellings and endings … */
const runShare = 1;
/** … and more in scripts where the word itself rarely stands alone. */
const unspacedRunShare = 2;

/** FNV-1a, 32 bits, with the final mix of MurmurHash3 so that every bit depends on all of the text. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

function addFeature(vector: Float32Array, feature: string, weight: number): void {
  const hashed = hash(feature);
  const place = (hashed >>> 1) % vector.length;
  vector[place] = singleAt(vector, place) + (hashed & 1 ? weight : -weight);
}

/** Scales to unit length in place; false where there is nothing to scale. */
export function toUnitLength(vector: Float32Array): boolean {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return false;
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < vector.length; at += 1) vector[at] = singleAt(vector, at) * scale;
  return true;
}

/** A part of what is encoded; `weight` says how much it matters beside the others. */
export interface TextPart {
  readonly text: string;
  readonly weight: number;
}

/**
 * A text encoder without weights to fetch: words and letter runs, hashed with signs into `dimension` places
 * (Weinberger et al., "Feature hashing for large scale multitask learning", 2009), words weighted by `rarityOf`.
 * Answers a vector of unit length, or undefined where the text has no letter and no digit.
 */
export function encodeText(
  parts: readonly TextPart[],
  dimension: number,
  rarityOf: (word: string) => number,
): Float32Array | undefined {
  const vector = new Float32Array(dimension);
  for (const part of parts) {
    for (const word of wordsOf(part.text, wordLimit)) {
      const weight = part.weight * rarityOf(word);
      addFeature(vector, word, weight);
      const [length, runsWeigh] = isUnspaced(word) ? [2, unspacedRunShare] : [3, runShare];
      const runs = letterRuns(word, length);
      const share = (weight * runsWeigh) / Math.sqrt(Math.max(runs.length, 1));
      for (const run of runs) addFeature(vector, `#${run}`, share);
    }
  }
  return toUnitLength(vector) ? vector : undefined;
}
