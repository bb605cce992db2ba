import { createHash } from 'node:crypto';
import type { Item } from '../../../../domain/item.js';
import { searchWordsOf } from '../../../../domain/text/search-words.js';

/** Words of each part beyond these tell little of an item, and a description may be a book. */
const limits = { name: 120, labels: 240, seller: 40, description: 400 };

/** What an item is found by, and how it ranks; all empty where it is switched off. */
export interface ItemWords {
  /** What full-text search scores: our words, parted by spaces, those that tell more more often. */
  readonly text: string;
  /** Each word once. */
  readonly words: readonly string[];
  /** Equal for equal texts: those have equal scores, which the service does not tell. */
  readonly mark: string;
}

/** A score of BM25 knows no fields, so that a word of the name counts as four of the description, one of a label as two. */
export function itemWords({
  name,
  categories,
  tags,
  seller = '',
  description = '',
  isActive,
}: Item): ItemWords {
  if (!isActive) return { text: '', words: [], mark: '' };
  const names = searchWordsOf(name, limits.name);
  const labels = searchWordsOf([...categories, ...tags].join('\n'), limits.labels);
  const sellers = searchWordsOf(seller, limits.seller);
  const descriptions = searchWordsOf(description, limits.description);
  const weighed = [names, names, names, names, labels, labels, sellers, sellers, descriptions];
  const words = new Set([...names, ...labels, ...sellers, ...descriptions]);
  const text = weighed.flat().join(' ');
  const mark = createHash('sha256').update(text).digest('base64url').slice(0, 12);
  return { text, words: [...words], mark };
}
