import { eventKinds, type Interaction } from '../../../shared/domain/event.js';
import type {
  LearnedModel,
  LearnedQuery,
  LearnedRanking,
} from '../../../shared/ports/learned-model.js';
import { openGraph } from '../../numeric/onnx/graph-session.js';
import { type ItemScorer, openItemScorer } from '../../numeric/onnx/item-scoring.js';
import { singleAt } from '../../numeric/read.js';
import type { TwoTowerState } from './files.js';
import {
  type HistoryShares,
  type ItemTable,
  sharesByLength,
  toItemTable,
  viewCount,
  viewHistory,
} from './history-views.js';
import { meanRow } from './mean-row.js';
import { occasionWidth, writeOccasion } from './occasion.js';

const nothing: LearnedRanking = { itemIds: [], scores: new Float32Array(0) };

/** Serves a trained model: the user tower as a graph, then the items nearest to its vector. Scores are cosines. */
export async function openTwoTowerModel(state: TwoTowerState): Promise<LearnedModel> {
  const { itemIds, shape } = state.card;
  const { dimension } = shape;
  const items = toItemTable(state.items, dimension);
  const tower = await openGraph(state.userTower);
  const scorer = await openItemScorer(items.vectors, { items: itemIds.length, dimension });
  const numbers = new Map(itemIds.map((id, number) => [id, number]));
  const questions = createQuestions(state, items, numbers);

  return {
    name: 'two-tower',
    size: itemIds.length,
    itemVectors: { itemIds, dimension, values: items.vectors },
    async rank(query) {
      const question = questions(query);
      if (question === undefined) return nothing;
      const { vector } = await tower.run(question);
      if (!(vector?.data instanceof Float32Array)) return nothing;
      const best = await namedBest(scorer, vector.data, { count: query.count, itemIds });
      const amongScores = query.among?.map((id) => cosine(items, numbers.get(id), vector.data));
      return {
        ...best,
        vector: vector.data,
        ...(amongScores && { amongScores: Float32Array.from(amongScores) }),
      };
    },
    async close() {
      await tower.release();
      await scorer.close();
    },
  };
}

/** Rows stand in the order of ids, so that the scorer's ties by row are ties by id. */
async function namedBest(
  scorer: ItemScorer,
  vector: Float32Array,
  { count, itemIds }: { readonly count: number; readonly itemIds: readonly string[] },
): Promise<LearnedRanking> {
  const { rows, scores } = await scorer.best(vector, count);
  return { itemIds: Array.from(rows, (row) => itemIds[row] ?? ''), scores };
}

function cosine(items: ItemTable, item: number | undefined, vector: ArrayLike<unknown>): number {
  if (item === undefined) return Number.NaN;
  let sum = 0;
  for (let at = 0; at < items.dimension; at += 1) {
    sum += Number(vector[at]) * singleAt(items.vectors, item * items.dimension + at);
  }
  return sum;
}

/** Puts a query into the form of the user tower; undefined where it says nothing to this model. */
function createQuestions(
  { card, traits }: TwoTowerState,
  items: ItemTable,
  numbers: ReadonlyMap<string, number>,
) {
  const shares = sharesByLength(card.historyLimit);
  const { dimension, hasTraits } = card.shape;
  const traitRows = new Map(card.traits.map((trait, row) => [trait, row]));
  return (query: LearnedQuery) => {
    const past = newestKnown(query.history, numbers, card.historyLimit);
    const known = (query.traits ?? []).flatMap((trait) => traitRows.get(trait) ?? []);
    if (past.length === 0 && known.length === 0) return undefined;
    const steps = past.map(({ itemId }) => numbers.get(itemId) ?? 0);
    const views = viewHistory(steps, shares[past.length] ?? emptyShares, items);
    return {
      views: { data: views, dims: [1, viewCount * dimension] },
      occasion: { data: occasionOf(past, query.now, card.usesClock), dims: [1, occasionWidth] },
      ...(hasTraits && {
        traits: { data: meanRow(known, traits, dimension), dims: [1, dimension] },
      }),
    };
  };
}

const emptyShares: HistoryShares = [];

/** Steps that count, the newest first. */
function newestKnown(
  history: readonly Interaction[],
  numbers: ReadonlyMap<string, number>,
  limit: number,
): readonly Interaction[] {
  const steps: Interaction[] = [];
  for (let at = history.length - 1; at >= 0 && steps.length < limit; at -= 1) {
    const step = history[at];
    if (step && step.kind !== 'dismiss' && numbers.has(step.itemId)) steps.push(step);
  }
  return steps;
}

function occasionOf(past: readonly Interaction[], now: number, usesClock: boolean): Float32Array {
  const [last, before] = past;
  const columns = new Float32Array(occasionWidth);
  const occasion = {
    length: past.length,
    lastKind: last === undefined ? -1 : eventKinds.indexOf(last.kind),
    kindBefore: before === undefined ? -1 : eventKinds.indexOf(before.kind),
    now,
    usesClock,
    ...(last && { lastTs: last.ts }),
  };
  writeOccasion(occasion, columns, 0);
  return columns;
}
