import type { SqlQuerySpec } from '@azure/cosmos';
import { z } from 'zod';
import { byScore, type ScoredItem } from '../../../../domain/ranking.js';
import { type SearchedWord, searchedWordsOf } from '../../../../domain/text/search-words.js';
import type { TextIndex } from '../../../../ports/text-index.js';
import type { CosmosConnection } from '../connection.js';
import { queryRanked } from '../query-ranked.js';

/** Each word makes a search dearer. */
const maxWords = 12;
/** So many more are looked at, that equals at the end of an answer are chosen by id. */
const spare = 20;

const foundSchema = z.object({ id: z.string(), mark: z.string() });
type Found = z.infer<typeof foundSchema>;

/**
 * Word search over `shop`. Which items are found is decided by our own words, exactly; in which order, by the service's BM25,
 * that takes words by their stems. The service keeps its scores to itself: what is given falls with the place, and is equal
 * for items of equal words.
 */
export function cosmosTextIndex(connection: CosmosConnection): TextIndex {
  return {
    async search({ text, limit, isPrefix = false }) {
      const words = searchedWordsOf({ text, isPrefix }, maxWords);
      if (words.length === 0) return [];
      const search = queryRanked(connection, 'shop', searchOf(words, limit + spare));
      const rows = await search.catch(noneIfEmpty);
      return scored(rows.map((row) => foundSchema.parse(row))).slice(0, limit);
    },
  };
}

/** The SDK throws this where no document is there to be counted. */
function noneIfEmpty(error: unknown): readonly [] {
  if (error instanceof Error && error.message === 'GlobalStats validation failed') return [];
  throw error;
}

function searchOf(words: readonly SearchedWord[], count: number): SqlQuerySpec {
  const names = words.map((_, at) => `@w${at}`);
  const tests = words.map(({ isPrefix }, at) =>
    isPrefix
      ? `EXISTS(SELECT VALUE w FROM w IN c.words WHERE STARTSWITH(w, @w${at}))`
      : `ARRAY_CONTAINS(c.words, @w${at})`,
  );
  const query = `SELECT TOP @count c.item.id, c.mark FROM c
    WHERE c.tenant = @tenant AND c.kind = 'item' AND (${tests.join(' OR ')})
    ORDER BY RANK FullTextScore(c.text, ${names.join(', ')})`;
  const parameters = words.map(({ word }, at) => ({ name: `@w${at}`, value: word }));
  return { query, parameters: [{ name: '@count', value: count }, ...parameters] };
}

/** In groups of equal words, each in the place of its first, by id. */
function scored(rows: readonly Found[]): readonly ScoredItem[] {
  const places = new Map<string, number>();
  const found = rows.map(({ id, mark }) => {
    const place = places.get(mark) ?? places.size;
    places.set(mark, place);
    return { itemId: id, score: 1 / (1 + place) };
  });
  return found.sort(byScore);
}
