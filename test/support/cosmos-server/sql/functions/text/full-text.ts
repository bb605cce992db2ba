import type { Value } from '../../syntax/tree.js';
import { isArray } from '../../values/compare.js';
import { type BuiltIn, type BuiltIns, isNumber, isString } from '../built-in.js';
import { analyse } from './analysis.js';

const many = Number.POSITIVE_INFINITY;

/** How often a term, or a phrase with its words next to each other, is in a text. */
function occurrences(words: readonly string[], term: string): number {
  const wanted = analyse(term);
  if (wanted.length === 0) return 0;
  let found = 0;
  for (let at = 0; at + wanted.length <= words.length; at += 1) {
    if (wanted.every((word, step) => words[at + step] === word)) found += 1;
  }
  return found;
}

function searching(
  holds: (has: (term: string) => boolean, terms: readonly string[]) => boolean,
  most = many,
): BuiltIn {
  return {
    least: 2,
    most,
    run: ([text, ...terms]) => {
      if (!isString(text) || !terms.every(isString)) return undefined;
      const words = analyse(text);
      return holds((term) => occurrences(words, term) > 0, terms);
    },
  };
}

const saturation = 1.2;
const lengthWeight = 0.75;

interface Statistics {
  readonly documents: number;
  readonly words: number;
  /** In how many documents each term is. */
  readonly hits: readonly number[];
}

/** Okapi BM25 with k1 = 1.2 and b = 0.75 over the statistics of the whole container (page "Full-text search": BM25). */
function score(text: string, terms: readonly string[], all: Statistics): number {
  const words = analyse(text);
  const average = all.words / Math.max(1, all.documents);
  const length = 1 - lengthWeight + (lengthWeight * words.length) / Math.max(average, 1e-9);
  return terms.reduce((sum, term, at) => {
    const hits = all.hits[at] ?? 0;
    const rarity = Math.log(1 + (all.documents - hits + 0.5) / (hits + 0.5));
    const often = occurrences(words, term);
    return sum + (rarity * often * (saturation + 1)) / (often + saturation * length);
  }, 0);
}

function scored([text, terms, documents, words, hits]: readonly Value[]): Value {
  if (!isString(text) || !isArray(terms) || !terms.every(isString)) return undefined;
  if (!isNumber(documents) || !isNumber(words)) return undefined;
  return isArray(hits) && hits.every(isNumber)
    ? score(text, terms, { documents, words, hits })
    : undefined;
}

/**
 * Pages "FullTextContains", "FullTextContainsAll", "FullTextContainsAny"; the two with an underscore are what a query
 * plan's rewritten queries call (seen in the public .NET SDK's plans): `_FullTextScore(path, terms, documents, words, hits)`.
 */
export const fullTextFunctions: BuiltIns = {
  FULLTEXTCONTAINS: searching((has, [term = '']) => has(term), 2),
  FULLTEXTCONTAINSALL: searching((has, terms) => terms.every(has)),
  FULLTEXTCONTAINSANY: searching((has, terms) => terms.some(has)),
  _FULLTEXTWORDCOUNT: {
    least: 1,
    most: 1,
    run: ([text]) => (isString(text) ? analyse(text).length : undefined),
  },
  _FULLTEXTSCORE: { least: 5, most: 5, run: scored },
};
