import { stem } from './stem.js';

/** Words that searches pass over. The service names no list; these are the 33 of Lucene's English analyser. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they ' +
    'this to was will with'
  ).split(' '),
);

const rememberedTexts = 10_000;
const analysed = new Map<string, readonly string[]>();

/**
 * Cuts a text into the words that full-text search compares: letters and digits in lower case, without stop words, as
 * English stems (page "Full-text search in Azure Cosmos DB for NoSQL": tokenization, stop word removal, stemming).
 */
export function analyse(text: string): readonly string[] {
  const known = analysed.get(text);
  if (known !== undefined) return known;
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const kept = words.filter((word) => !stopWords.has(word)).map(stem);
  if (analysed.size >= rememberedTexts) analysed.clear();
  analysed.set(text, kept);
  return kept;
}
