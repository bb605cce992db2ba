import { z } from 'zod';
import type { ScoredItem } from '../../../../domain/ranking.js';
import { type SearchedWord, searchedWordsOf } from '../../../../domain/text/search-words.js';
import type { HybridIndex, HybridQuery } from '../../../../ports/hybrid-index.js';
import type { CosmosConnection } from '../connection.js';
import { queryVector } from './query-vector.js';
import type { KnownSpace } from './space-registry.js';
import { conditionsOf } from './vector-index.js';
import { rankVectors } from './vector-query.js';

/** Each word makes a search dearer. */
const maxWords = 12;

/**
 * Searches a space of texts by words and vectors at once. The service keeps fused scores to itself: what is given falls
 * with the place. Which items have a word is told by our own words, exactly.
 */
export function cosmosHybridIndex(connection: CosmosConnection, known: KnownSpace): HybridIndex {
  const { model, version, dimensions } = known;
  return {
    space: { model, version, dimensions },
    async search(query, signal) {
      if (query.limit <= 0) return [];
      const selection = selectionOf(query, queryVector(query.vector, known));
      const ranking = rankVectors(connection, known, { ...selection, signal }, foundSchema);
      const found = await ranking.catch(noneIfEmpty);
      return found
        .filter(({ hasWord, similarity }) => hasWord || similarity >= query.leastSimilarity)
        .map(({ itemId }, place): ScoredItem => ({ itemId, score: 1 / (1 + place) }));
    },
  };
}

/** The SDK throws this where no document is there to be counted. */
function noneIfEmpty(error: unknown): readonly [] {
  if (error instanceof Error && error.message.includes('GlobalStats validation failed')) return [];
  throw error;
}

const foundSchema = z.object({
  itemId: z.string(),
  similarity: z.number(),
  hasWord: z.boolean().default(false),
});

function selectionOf(
  { text, isPrefix = false, filter, limit }: HybridQuery,
  vector: readonly number[],
) {
  const words = searchedWordsOf({ text, isPrefix }, maxWords);
  const { where, parameters } = conditionsOf(filter);
  const distance = 'VectorDistance(c.vector, @vector)';
  const hasWord = words.length === 0 ? 'false' : words.map(test).join(' OR ');
  const score = `FullTextScore(c.text, ${words.map((_, at) => `@w${at}`).join(', ')})`;
  const rank = words.length === 0 ? distance : `RANK RRF(${score}, ${distance})`;
  return {
    select: `TOP ${Math.trunc(limit)} c.ofItem AS itemId, ${distance} AS similarity, (${hasWord}) AS hasWord`,
    where,
    rest: `ORDER BY ${rank}`,
    parameters: [
      { name: '@vector', value: [...vector] },
      ...words.map(({ word }, at) => ({ name: `@w${at}`, value: word })),
      ...parameters,
    ],
  };
}

const test = ({ isPrefix }: SearchedWord, at: number) =>
  isPrefix
    ? `EXISTS(SELECT VALUE w FROM w IN c.words WHERE STARTSWITH(w, @w${at}))`
    : `ARRAY_CONTAINS(c.words, @w${at})`;
