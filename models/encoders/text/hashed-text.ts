import { isUnspaced, letterRuns, wordsOf } from '../../../shared/domain/text/words.js';
import { shortAt, singleAt } from '../../numeric/read.js';
import { toUnitLength } from '../unit-length.js';

const usualWordLimit = 64;
/** The letter runs of a word together weigh more than the word, to bridge spellings and endings … */
const runShare = 1.5;
/** … and still more in scripts where the word itself rarely stands alone. */
const unspacedRunShare = 2;
/** Places that a word or a run goes to: two that meet in one place hardly meet in the others too. */
const placesEach = 3;

/** FNV-1a, 32 bits, with the final mix of MurmurHash3 so that every bit depends on all of the text. */
function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let at = 0; at < text.length; at += 1) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
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

export interface TextEncoderOptions {
  readonly dimension: number;
  /** Words read of each part; 64 where absent. */
  readonly wordLimit?: number;
}

/**
 * A text encoder without weights to fetch: words and letter runs, hashed with signs into a few of `dimension` places each
 * (Weinberger et al., "Feature hashing for large scale multitask learning", 2009), words weighted by their rarity.
 * Answers a vector of unit length, or undefined where the text has no letter and no digit.
 */
export function createTextEncoder({
  dimension,
  wordLimit = usualWordLimit,
}: TextEncoderOptions): EncodeText {
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
    const place = shortAt(places, at);
    vector[place] = singleAt(vector, place) + weight * singleAt(shares, at);
  }
}

function hashWord(word: string, dimension: number): WordFeatures {
  const [length, runsWeigh] = isUnspaced(word) ? [2, unspacedRunShare] : [3, runShare];
  const runs = letterRuns(word, length);
  const share = runsWeigh / Math.sqrt(Math.max(runs.length, 1));
  const features = [word, ...runs.map((run) => `#${run}`)];
  const seeds = Array.from({ length: placesEach }, (_, seed) => seed);
  const hashes = features.flatMap((feature) => seeds.map((seed) => hash(feature, seed)));
  const size = (at: number) => (at < placesEach ? 1 : share) / Math.sqrt(placesEach);
  return {
    places: Uint16Array.from(hashes, (hashed) => (hashed >>> 1) % dimension),
    shares: Float32Array.from(hashes, (hashed, at) => (hashed & 1 ? 1 : -1) * size(at)),
  };
}
