import type { Item } from '../../../shared/domain/item.js';
import { isUnspaced, letterRuns, wordsOf } from '../../encoders/text/words.js';

const wordLimit = 24;
const listLimit = 16;

/** What an item shares with others: a term and how much it says, before rarity. */
export type Terms = ReadonlyMap<string, number>;

function addWords(terms: Map<string, number>, text: string, weight: number): void {
  for (const word of wordsOf(text, wordLimit)) {
    const pieces = isUnspaced(word) && word.length > 2 ? letterRuns(word, 2) : [word];
    const share = weight / Math.sqrt(pieces.length);
    for (const piece of pieces) terms.set(piece, Math.max(terms.get(piece) ?? 0, share));
  }
}

/** The terms of an item: words of its name, seller, brand, categories and tags. */
export function termsOf(item: Item): Terms {
  const terms = new Map<string, number>();
  addWords(terms, item.name, 1);
  for (const category of item.categories.slice(0, listLimit)) terms.set(`category:${category}`, 1);
  for (const tag of item.tags.slice(0, listLimit)) terms.set(`tag:${tag}`, 0.7);
  const { brand } = item.attributes;
  if (typeof brand === 'string') terms.set(`brand:${brand}`, 0.7);
  if (item.seller !== undefined) terms.set(`seller:${item.seller}`, 0.4);
  return terms;
}
