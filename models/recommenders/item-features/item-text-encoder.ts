import type { Item } from '../../../shared/domain/item.js';
import { wordsOf } from '../../../shared/domain/text/words.js';
import { createTextEncoder, type TextPart } from '../../encoders/text/hashed-text.js';
import { partsOf } from '../content/item-embedder.js';
import { spread } from './spread.js';

const dimension = 384;
const wordLimit = 64;
/** How many items tell which words are rare. */
const sampled = 20_000;

/** Turns what items are called into vectors: the seam for another encoder. */
export interface ItemTextEncoder {
  readonly dimension: number;
  /** items × dimension, row-major, of unit length; zeros for an item without text. */
  encode(items: readonly Item[]): Promise<Float32Array>;
}

/** The built-in encoder of hashed words, each weighted by log(1 + items ÷ items with the word). */
export function createHashedItemEncoder(items: readonly Item[]): ItemTextEncoder {
  const sample = spread(items, sampled);
  const holders = countHolders(sample);
  const encode = createTextEncoder({ dimension });
  const rarityOf = (word: string) =>
    Math.log(1 + (sample.length + 1) / ((holders.get(word) ?? 0) + 1));
  return {
    dimension,
    async encode(batch) {
      const vectors = new Float32Array(batch.length * dimension);
      batch.forEach((item, row) => {
        const vector = encode(textsOf(item), rarityOf);
        if (vector !== undefined) vectors.set(vector, row * dimension);
      });
      return vectors;
    },
  };
}

/** An item that only events name has its id for a name, which is no text. */
function textsOf(item: Item): readonly TextPart[] {
  return partsOf(item.name === item.id ? { ...item, name: '' } : item);
}

function countHolders(items: readonly Item[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const item of items) {
    const words = new Set(textsOf(item).flatMap(({ text }) => wordsOf(text, wordLimit)));
    for (const word of words) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  return holders;
}
