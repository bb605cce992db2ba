import type { Candidate } from '../../../shared/domain/ranking.js';
import type { ListQuery } from '../../../shared/ports/recommender.js';
import type { Latest } from './latest.js';
import { type PopularDependencies, popularList } from './popular-list.js';

const dayMs = 86_400_000;
const freshDays = 14;
/** Every fifth place is a new product's. */
const freshEvery = 5;

/**
 * What a stranger is shown: the popular, with a product of the last 14 days in every fifth place, newest first, where
 * less than a tenth of the catalogue is that new. The score is 1 ÷ the place.
 */
export function firstPage(
  dependencies: PopularDependencies & { readonly latest: Latest },
  query: ListQuery,
): readonly Candidate[] {
  const { catalogue, names, latest } = dependencies;
  const since = query.now - freshDays * dayMs;
  const popular = popularList(dependencies, query);
  if (!latest.isRareSince(since)) return popular;
  const isFresh = (id: string) => (catalogue.at(names.numberOf(id))?.createdAt ?? 0) >= since;
  const count = Math.floor(query.count / freshEvery);
  const accept = (id: string) => isFresh(id) && query.accept(id);
  const fresh = latest.list({ ...query, count, accept });
  const freshIds = new Set(fresh.map((candidate) => candidate.itemId));
  return woven(
    popular.filter((candidate) => !freshIds.has(candidate.itemId)),
    fresh,
  )
    .slice(0, query.count)
    .map((candidate, place) => ({ ...candidate, score: 1 / (place + 1) }));
}

function woven(popular: readonly Candidate[], fresh: readonly Candidate[]): readonly Candidate[] {
  const list: Candidate[] = [];
  let next = 0;
  for (const candidate of popular) {
    const newest = list.length % freshEvery === freshEvery - 1 ? fresh[next] : undefined;
    if (newest !== undefined) {
      list.push(newest);
      next += 1;
    }
    list.push(candidate);
  }
  return [...list, ...fresh.slice(next)];
}
