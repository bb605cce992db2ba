import { type EventKind, type Interaction, objectives } from '../../../../shared/domain/event.js';
import type { LearnedRanking } from '../../../../shared/ports/learned-model.js';
import type { RankedObjectives } from '../../../../shared/ports/recommender.js';
import { singleAt } from '../../../numeric/read.js';
import type { SparseScores } from '../../../numeric/sparse-scores.js';
import { none } from '../../log/time-lists.js';
import type { CountingBoards } from '../parts/counting-boards.js';
import type { Evidence } from '../parts/counting-part.js';
import { type LearnedPartName, learnedParts } from '../parts/part-name.js';

const evidenceParts = ['co-visitation', 'session-knn', 'content'] as const;
const repeatKinds: readonly (readonly EventKind[])[] = [
  ['view', 'like', 'comment', 'share'],
  ['cart', 'offer', 'checkout'],
  ['order'],
];
const weekMs = 7 * 86_400_000;
/** Prices beyond e³ times or below e⁻³ of what the session looked at are all alike. */
const widestPriceGap = 3;

/** Columns of a candidate's features, in this order; changing them changes the format of the files. */
export const featureCount =
  objectives.length + evidenceParts.length + 2 * learnedParts.length + 3 + 1 + 2 + 2 + 3;

/** All that features are made from, for one asker. */
export interface FeatureSources {
  readonly evidence: Evidence;
  readonly history: readonly Interaction[];
  readonly now: number;
  /** Counted scores of items that the session does not have. */
  readonly counted: ReadonlyMap<string, RankedObjectives>;
  /** Begun for the asker. */
  readonly boards: CountingBoards;
  readonly rankings: ReadonlyMap<LearnedPartName, LearnedRanking>;
}

/** A function from an item to its features, written into a row of `featureCount` values. */
export function createFeatures(sources: FeatureSources) {
  const columns = [
    ...countedColumns(sources),
    ...evidenceColumns(sources),
    ...learnedColumns(sources),
    ...popularityColumns(sources),
    recencyColumn(sources),
    ...priceColumns(sources),
    ...repeatColumns(sources),
  ];
  const { items } = sources.evidence.knowledge.log;
  return (itemId: string, row: Float32Array): void => {
    const item = items.find(itemId) ?? none;
    for (const [at, column] of columns.entries()) row[at] = column(itemId, item);
  };
}

type Column = (itemId: string, item: number) => number;

function countedColumns({ counted }: FeatureSources): readonly Column[] {
  return objectives.map((objective) => (itemId) => counted.get(itemId)?.[objective] ?? 0);
}

function evidenceColumns({ boards }: FeatureSources): readonly Column[] {
  return evidenceParts.map((part) => shareOfLargest(boards.of(part)));
}

function shareOfLargest(scores: SparseScores | undefined): Column {
  const largest = scores?.largestTotal() ?? 0;
  if (scores === undefined || largest <= 0) return () => 0;
  return (_, item) => scores.of(item) / largest;
}

/** Likelihood beside the best, and 1 ÷ place; 0 for what a model does not name. */
function learnedColumns({ rankings }: FeatureSources): readonly Column[] {
  return learnedParts.flatMap((name) => {
    const { itemIds = [], scores = new Float32Array(0) } = rankings.get(name) ?? {};
    const places = new Map(itemIds.map((itemId, place) => [itemId, place]));
    const best = singleAt(scores, 0);
    return [
      (itemId: string) => {
        const place = places.get(itemId);
        return place === undefined ? 0 : Math.exp(singleAt(scores, place) - best);
      },
      (itemId: string) => 1 / ((places.get(itemId) ?? Number.POSITIVE_INFINITY) + 1),
    ];
  });
}

/** log₂ of what the week holds of each objective, on a scale where a thousandfold is 1. */
function popularityColumns({ evidence, now }: FeatureSources): readonly Column[] {
  return evidence.knowledge.popularity.byObjective.map((sums) => (_, item) => {
    const sum = item === none ? 0 : sums.at(item, now);
    return Math.log2(1 + Math.min(sum, 1e9)) / 10;
  });
}

/** Falls from 1 by e for each week since anybody did anything with the item. */
function recencyColumn({ evidence, now }: FeatureSources): Column {
  const { log } = evidence.knowledge;
  return (_, item) => {
    const newest = item === none ? none : log.byItem.newest(item);
    if (newest === none) return 0;
    return Math.exp(-Math.max(0, now - log.timeOf(newest)) / weekMs);
  };
}

/** The logarithm of the price beside the mean of the session's, and its size; 0 where either is not known. */
function priceColumns({ evidence, history }: FeatureSources): readonly Column[] {
  const { catalogue, log } = evidence.knowledge;
  const logarithm = (item: number | undefined): number | undefined => {
    const price = item === undefined ? undefined : catalogue.at(item)?.price;
    return price !== undefined && price > 0 ? Math.log(price) : undefined;
  };
  const seen = history.flatMap(({ itemId }) => logarithm(log.items.find(itemId)) ?? []);
  const mean = seen.reduce((sum, each) => sum + each, 0) / Math.max(1, seen.length);
  const gap: Column = (_, item) => {
    const own = logarithm(item);
    if (own === undefined || seen.length === 0) return 0;
    return Math.max(-widestPriceGap, Math.min(widestPriceGap, own - mean));
  };
  return [gap, (itemId, item) => Math.abs(gap(itemId, item))];
}

/** How often and how lately the session had the item, and whether it was looked at, put in the cart, ordered. */
function repeatColumns({ history }: FeatureSources): readonly Column[] {
  const counts = new Map<string, number>();
  const latest = new Map<string, number>();
  const kinds = repeatKinds.map(() => new Set<string>());
  for (const [at, { itemId, kind }] of history.entries()) {
    counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
    latest.set(itemId, at);
    for (const [group, members] of repeatKinds.entries()) {
      if (members.includes(kind)) kinds[group]?.add(itemId);
    }
  }
  return [
    (itemId) => Math.log1p(counts.get(itemId) ?? 0),
    (itemId) => 1 / (history.length - (latest.get(itemId) ?? Number.NEGATIVE_INFINITY)),
    ...kinds.map((known) => (itemId: string) => (known.has(itemId) ? 1 : 0)),
  ];
}
