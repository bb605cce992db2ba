import type { Expression } from '../../domain/filter/expression.js';
import { fuse } from '../../domain/ranking/fuse.js';
import type { ScoredItem } from '../../domain/ranking.js';
import { isSameSpace } from '../../domain/vector-space.js';
import { isZero } from '../../domain/vectors.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Accept } from '../../ports/recommender.js';
import type { Telemetry } from '../../ports/runtime.js';
import type { Stages } from '../../ports/stages.js';
import type { TextIndex } from '../../ports/text-index.js';
import type { VectorIndex } from '../../ports/vector-index.js';
import type { EmbedTexts } from '../embeddings/embed-texts.js';
import { acceptor } from '../recommend/acceptor.js';
import { activeOf, type FoundItem } from './found-item.js';

/** The vectors of the items' texts, and what makes vectors of their space. */
export interface TextVectors {
  readonly embedTexts: EmbedTexts;
  readonly index: VectorIndex;
}

export interface SearchItemsDependencies {
  readonly items: ItemView;
  readonly textIndex: TextIndex;
  /** As of now: undefined while there are none. */
  readonly textVectors: () => TextVectors | undefined;
  readonly telemetry: Telemetry;
  readonly stages?: Stages | undefined;
}

interface SearchRequest {
  readonly query: string;
  readonly filter?: Expression | undefined;
  readonly limit: number;
}

interface SearchOutcome {
  /** Best first; scores compare within one answer only. */
  readonly results: readonly FoundItem[];
  /** How many were found, `results` being the best of them; what lies far down in both lists is not counted. */
  readonly total: number;
}

export type SearchItems = (request: SearchRequest) => Promise<SearchOutcome>;

/** How far down each list is looked at; what is below adds next to nothing to a fused score. */
const depth = 100;
/** Below this cosine a text is about something else: nonsense comes to 0.2 in the sample shop, misspelt trousers to 0.28. */
const leastSimilarity = 0.22;
/** Where a filter lets few pass, so many times more are asked for … */
const growth = 8;
/** … up to here. */
const mostCandidates = depth * growth ** 3;

/** Finds items by their words and by what they mean, fused. With words alone where vectors are missing or fail. */
export function makeSearchItems(dependencies: SearchItemsDependencies): SearchItems {
  const { items, telemetry } = dependencies;
  const byMeaning = (query: string, accept: Accept) =>
    findByMeaning(dependencies, query, accept).catch((error: unknown) => {
      telemetry.exception(error, { search: 'vectors' });
      return [];
    });
  return async ({ query, filter, limit }) => {
    const accept = acceptor(items, { filter });
    const lists = await Promise.all([
      findByWords(dependencies, query, accept),
      byMeaning(query, accept),
    ]);
    const found = activeOf(fuse(lists), items);
    return { results: found.slice(0, limit), total: found.length };
  };
}

async function findByWords(
  { textIndex, stages }: SearchItemsDependencies,
  text: string,
  accept: Accept,
): Promise<readonly ScoredItem[]> {
  // After a space the last word is whole; before it, it may still grow.
  const isPrefix = !/\s$/.test(text);
  const ended = stages?.begin();
  for (let limit = depth; ; limit *= growth) {
    const found = await textIndex.search({ text, limit, isPrefix });
    const accepted = found.filter(({ itemId }) => accept(itemId));
    const isAll = found.length < limit || limit >= mostCandidates;
    if (!isAll && accepted.length < depth) continue;
    ended?.('words');
    return accepted.slice(0, depth);
  }
}

async function findByMeaning(
  { textVectors, stages }: SearchItemsDependencies,
  text: string,
  accept: Accept,
): Promise<readonly ScoredItem[]> {
  const vectors = textVectors();
  if (!vectors) return [];
  const { embedTexts, index } = vectors;
  if (!isSameSpace(embedTexts.space, index.space)) return [];
  const ended = stages?.begin();
  const [embedded] = await embedTexts.embed([text]);
  ended?.('encode');
  if (!embedded || isZero(embedded.vector)) return [];
  const near = await index.search({ vector: embedded.vector, limit: depth, accept });
  ended?.('vectors');
  return near.filter(({ score }) => score >= leastSimilarity);
}
