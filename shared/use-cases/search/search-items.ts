import type { Expression } from '../../domain/filter/expression.js';
import { fuse } from '../../domain/ranking/fuse.js';
import type { ScoredItem } from '../../domain/ranking.js';
import { isSameSpace, type VectorSpace } from '../../domain/vector-space.js';
import { isZero } from '../../domain/vectors.js';
import type { HybridIndex } from '../../ports/hybrid-index.js';
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
  /** As of now, where a service fuses both orders by itself: asked in place of the two indexes. */
  readonly hybridIndex?: () => HybridIndex | undefined;
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
  const failed = (search: string) => (error: unknown) => {
    telemetry.exception(error, { search });
    return undefined;
  };
  return async ({ query, filter, limit }) => {
    const sought = { text: query, filter, accept: acceptor(items, { filter }) };
    const fused = await findByBoth(dependencies, sought).catch(failed('hybrid'));
    const lists = fused ?? fuse(await findByEach(dependencies, sought, failed('vectors')));
    const found = activeOf(lists, items);
    return { results: found.slice(0, limit), total: found.length };
  };
}

interface Sought {
  readonly text: string;
  readonly filter: Expression | undefined;
  readonly accept: Accept;
}

/** Undefined where no service does it. */
async function findByBoth(
  { hybridIndex, textVectors }: SearchItemsDependencies,
  { text, filter, accept }: Sought,
): Promise<readonly ScoredItem[] | undefined> {
  const index = hybridIndex?.();
  const vector = index && (await vectorOf(textVectors()?.embedTexts, text, index.space));
  if (!index || !vector) return undefined;
  const isPrefix = mayGrow(text);
  const found = await index.search({
    ...{ text, isPrefix, vector, leastSimilarity, filter, limit: depth },
  });
  return found.filter(({ itemId }) => accept(itemId));
}

async function findByEach(
  dependencies: SearchItemsDependencies,
  sought: Sought,
  failed: (error: unknown) => undefined,
): Promise<readonly (readonly ScoredItem[])[]> {
  const [byWords, byMeaning = []] = await Promise.all([
    findByWords(dependencies, sought),
    findByMeaning(dependencies, sought).catch(failed),
  ]);
  return [byWords, byMeaning];
}

/** After a space the last word is whole; before it, it may still grow. */
const mayGrow = (text: string) => !/\s$/.test(text);

async function findByWords(
  { textIndex, stages }: SearchItemsDependencies,
  { text, accept }: Sought,
): Promise<readonly ScoredItem[]> {
  const isPrefix = mayGrow(text);
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
  { text, accept, filter }: Sought,
): Promise<readonly ScoredItem[]> {
  const vectors = textVectors();
  const ended = stages?.begin();
  const index = vectors?.index;
  const vector = index && (await vectorOf(vectors.embedTexts, text, index.space));
  ended?.('encode');
  if (!index || !vector) return [];
  const near = await index.search({ vector, limit: depth, accept, filter });
  ended?.('vectors');
  return near.filter(({ score }) => score >= leastSimilarity);
}

/** Undefined where there is nothing in the text, or what it would be compared with is of another model. */
async function vectorOf(
  embedTexts: EmbedTexts | undefined,
  text: string,
  space: VectorSpace,
): Promise<Float32Array | undefined> {
  if (!embedTexts || !isSameSpace(embedTexts.space, space)) return undefined;
  const [embedded] = await embedTexts.embed([text]);
  return embedded && !isZero(embedded.vector) ? embedded.vector : undefined;
}
