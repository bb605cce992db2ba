import { eventKinds, type Interaction } from '../../../shared/domain/event.js';
import type {
  LearnedModel,
  LearnedQuery,
  LearnedRanking,
} from '../../../shared/ports/learned-model.js';
import { openItemScorer } from '../../numeric/onnx/item-scoring.js';
import { elementAt, singleAt } from '../../numeric/read.js';
import { placeOf } from './fold-in.js';
import type { HybridParts } from './hybrid-files.js';
import type { Choices } from './profile.js';

/** Steps of a history that are looked at, the last ones. */
const historyLimit = 1_000;
const dismissal = eventKinds.indexOf('dismiss');

/** Answers from a fitted model: the asker's place is found anew from the history and traits of each query. */
export async function openHybridModel(parts: HybridParts): Promise<LearnedModel> {
  const { itemIds, dimension, itemVectors, itemBiases: bias } = parts;
  const numbers = new Map(itemIds.map((id, number) => [id, number]));
  const traits = new Map(parts.traits.map((trait, number) => [trait, number]));
  const scorer = await openItemScorer(itemVectors, { items: itemIds.length, dimension, bias });
  return {
    name: 'hybrid',
    size: itemIds.length,
    async rank({ history, traits: named = [], count, among }: LearnedQuery) {
      const choices = choicesOf(history.slice(-historyLimit), numbers, parts.kindWeights);
      const known = [...new Set(named)].flatMap((trait) => traits.get(trait) ?? []);
      if (choices.items.length + known.length === 0) return nothing(among);
      const place = placeOf(choices, known, parts);
      const { rows, scores } = await scorer.best(place, count);
      const ranking = { itemIds: Array.from(rows, (row) => itemIds[row] ?? ''), scores };
      if (among === undefined) return ranking;
      const scoreOf = (id: string) => scoreAt(parts, place, numbers.get(id));
      return { ...ranking, amongScores: Float32Array.from(among, scoreOf) };
    },
    close: scorer.close,
  };
}

function nothing(among: readonly string[] | undefined): LearnedRanking {
  const ranking = { itemIds: [], scores: new Float32Array(0) };
  if (among === undefined) return ranking;
  return { ...ranking, amongScores: new Float32Array(among.length).fill(Number.NaN) };
}

/** What a history says of each item that it names: the same sums as of the positives that were learnt from. */
function choicesOf(
  history: readonly Interaction[],
  numbers: ReadonlyMap<string, number>,
  kindWeights: readonly number[],
): Choices {
  const sums = new Map<number, number>();
  for (const { itemId, kind } of history) {
    const item = numbers.get(itemId);
    if (item === undefined) continue;
    const index = eventKinds.indexOf(kind);
    const sign = index === dismissal ? -1 : 1;
    sums.set(item, (sums.get(item) ?? 0) + sign * elementAt(kindWeights, index));
  }
  return {
    items: Int32Array.from(sums.keys()),
    weights: Float32Array.from(sums.values(), (sum) => Math.sign(sum) * Math.log1p(Math.abs(sum))),
  };
}

function scoreAt(
  { dimension, itemVectors, itemBiases }: HybridParts,
  place: Float32Array,
  item: number | undefined,
): number {
  if (item === undefined) return Number.NaN;
  let score = singleAt(itemBiases, item);
  for (let at = 0, start = item * dimension; at < dimension; at += 1) {
    score += singleAt(place, at) * singleAt(itemVectors, start + at);
  }
  return score;
}
