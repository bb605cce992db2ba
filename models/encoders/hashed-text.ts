import { isUnspaced, letterRuns, wordsOf } from '../../shared/domain/text/words.js';
import { singleAt } from '../numeric/read.js';

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

/** Turns parts of a text into one vector. `rarityOf` says how much a word tells. */
export type EncodeText = (
  parts: readonly TextPart[],
  rarityOf: (word: string) => number,
) => Float32Array | undefined;

/** Where a word and its letter runs go, and with how much of the word's weight. */
interface WordFeatures {
  readonly places: Uint16Array;
  readonly shares: Float32Array;
}

/** Words whose features are kept; a catalogue has far fewer. */
const vocabularyLimit = 50_000;

/**
 * A text encoder without weights to fetch: words and letter runs, hashed with signs into `dimension` places
 * (Weinberger et al., "Feature hashing for large scale multitask learning", 2009), words weighted by their rarity.
 * Answers a vector of unit length, or undefined where the text has no letter and no digit.
 */
export function createTextEncoder(dimension: number): EncodeText {
  const vocabulary = new Map<string, WordFeatures>();
  const featuresOf = (word: string): WordFeatures => {
    const known = vocabulary.get(word);
    if (known) return known;
    if (vocabulary.size >= vocabularyLimit) vocabulary.clear();
    const features = hashWord(word, dimension);
    vocabulary.set(word, features);
    return features;
  };
  return (parts, rarityOf) => {
    const vector = new Float32Array(dimension);
    for (const part of parts) {
      for (const word of wordsOf(part.text, wordLimit)) {
        addWord(vector, featuresOf(word), part.weight * rarityOf(word));
      }
    }
    return toUnitLength(vector) ? vector : undefined;
  };
}

function addWord(vector: Float32Array, { places, shares }: WordFeatures, weight: number): void {
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    vector[place] = singleAt(vector, place) + weight * singleAt(shares, at);
  }
}

function hashWord(word: string, dimension: number): WordFeatures {
  const [length, runsWeigh] = isUnspaced(word) ? [2, unspacedRunShare] : [3, runShare];
  const runs = letterRuns(word, length);
  const share = runsWeigh / Math.sqrt(Math.max(runs.length, 1));
  const hashes = [hash(word), ...runs.map((run) => hash(`#${run}`))];
  return {
    places: Uint16Array.from(hashes, (hashed) => (hashed >>> 1) % dimension),
    shares: Float32Array.from(hashes, (hashed, at) => (hashed & 1 ? 1 : -1) * (at ? share : 1)),
  };
}
