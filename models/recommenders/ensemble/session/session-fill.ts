import { type Objective, objectives } from '../../../../shared/domain/event.js';
import type { RankedObjectives, RecommendQuery } from '../../../../shared/ports/recommender.js';
import type { Names } from '../../log/names.js';
import type { Popularity } from '../../popularity/popularity.js';

/** Popular items looked at for each place to fill: what is clicked most need not be ordered most. */
const breadth = 3;

interface Fill {
  readonly query: RecommendQuery;
  readonly weights: Readonly<Record<Objective, number>>;
  /** No combined score may be above this. */
  readonly ceiling: number;
}

/** Items by how often each was lately clicked, put in carts and ordered, each against the most among them. */
export function popularRows(
  names: Names,
  popularity: Popularity,
  fill: Fill,
): readonly RankedObjectives[] {
  const { query, weights } = fill;
  const items: number[] = [];
  if (query.count <= 0) return [];
  popularity.visit(undefined, (item) => {
    if (query.accept(names.nameOf(item))) items.push(item);
    return items.length < query.count * breadth;
  });
  const all = objectives.reduce((sum, objective) => sum + weights[objective], 0);
  const scale = Math.min(1, all > 0 ? fill.ceiling / all : 0);
  const shares = objectives.map((_, index) => shareOf(popularity, index, items));
  const row = (item: number): RankedObjectives => {
    const [clicks = 0, carts = 0, orders = 0] = shares.map((share) => scale * share(item));
    const combined = weights.clicks * clicks + weights.carts * carts + weights.orders * orders;
    return { itemId: names.nameOf(item), clicks, carts, orders, combined };
  };
  return items.map(row).sort(byCombined).slice(0, query.count);
}

/** 1 for the most popular of the items for an objective, a half for half as much. */
function shareOf(
  popularity: Popularity,
  objective: number,
  items: readonly number[],
): (item: number) => number {
  const logarithm = (item: number) => popularity.byObjective[objective]?.logarithmOf(item) ?? 0;
  const most = items.reduce(
    (max, item) => Math.max(max, logarithm(item)),
    Number.NEGATIVE_INFINITY,
  );
  if (most === Number.NEGATIVE_INFINITY) return () => 0;
  return (item) => 2 ** (logarithm(item) - most);
}

function byCombined(a: RankedObjectives, b: RankedObjectives): number {
  return b.combined - a.combined || (a.itemId < b.itemId ? -1 : 1);
}
