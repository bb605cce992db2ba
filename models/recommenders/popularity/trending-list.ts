import type { Candidate } from '../../../shared/domain/ranking.js';
import { byScore } from '../../../shared/domain/ranking.js';
import type { ListQuery } from '../../../shared/ports/recommender.js';
import type { PopularDependencies } from './popular-list.js';

/** Accepted items looked at for each one asked, most popular of the week first. */
const breadth = 20;
const least = 500;
/** Weight a day that every item is taken to have had, so that a single event is no trend. */
const smoothing = 5;

/**
 * What rises: the rate of the last day or so against that of the last month, in standard deviations of a Poisson
 * stream: (day − month) ÷ √(month + smoothing). Only what rises is listed.
 */
export function trendingList(
  { names, catalogue, popularity }: PopularDependencies,
  query: ListQuery,
): readonly Candidate[] {
  const list: Candidate[] = [];
  let left = query.count <= 0 ? 0 : Math.max(least, query.count * breadth);
  popularity.visit(query.category, (item) => {
    if (left === 0 || !popularity.hasEvents(item)) return false;
    const itemId = names.nameOf(item);
    if (catalogue.at(item) === undefined || !query.accept(itemId)) return true;
    left -= 1;
    const month = popularity.month.dailyRate(item, query.now);
    const score =
      (popularity.day.dailyRate(item, query.now) - month) / Math.sqrt(month + smoothing);
    const named = query.category === undefined ? {} : { category: query.category };
    if (score > 0) list.push({ itemId, score, reason: { kind: 'trending', ...named } });
    return true;
  });
  return list.sort(byScore).slice(0, query.count);
}
