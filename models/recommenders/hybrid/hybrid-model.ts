import { eventKinds, type Interaction } from '../../../shared/domain/event.js';
import type {
  LearnedModel,
  LearnedQuery,
  LearnedRanking,
} from '../../../shared/ports/learned-model.js';
import { elementAt, floatAt, singleAt } from '../../numeric/read.js';
import { selectBest } from '../../numeric/select-best.js';
import { type FoldIn, type Known, meanFoldIn } from './fold-in.js';
import type { HybridParts } from './hybrid-files.js';

/** Steps of a history that are looked at, the last ones. */
const historyLimit = 500;
const dismissal = eventKinds.indexOf('dismiss');
const nothing: LearnedRanking = { itemIds: [], scores: new Float32Array(0) };

/** Answers from a fitted model: the asker's vector is found anew from the history and traits of each query. */
export function createHybridModel(parts: HybridParts): LearnedModel {
  const { itemIds } = parts;
  const numbers = new Map(itemIds.map((id, number) => [id, number]));
  const traits = new Map(parts.traits.map((trait, number) => [trait, number]));
  const foldIn: FoldIn = meanFoldIn(parts);
  const keys = Int32Array.from(itemIds.keys());
  const rank = ({ history, traits: named = [], count, among }: LearnedQuery): LearnedRanking => {
    const known: Known = {
      ...summary(history.slice(-historyLimit), numbers, parts.kindWeights),
      traits: Int32Array.from(new Set(named.flatMap((trait) => traits.get(trait) ?? []))),
    };
    if (known.items.length + known.traits.length === 0) return unknown(among);
    const scores = scoreAll(parts, foldIn(known));
    const best = selectBest({
      ...{ keys, size: keys.length, scores, count, accept: () => true },
      wins: (a, b) => (itemIds[a] ?? '') < (itemIds[b] ?? ''),
    });
    return {
      itemIds: best.map((key) => itemIds[key] ?? ''),
      scores: Float32Array.from(best, (key) => floatAt(scores, key)),
      ...(among && {
        amongScores: Float32Array.from(among, (id) => scoreOf(scores, numbers.get(id))),
      }),
    };
  };
  return {
    name: 'hybrid',
    size: itemIds.length,
    rank: async (query) => rank(query),
    close: async () => undefined,
  };
}

function unknown(among: readonly string[] | undefined): LearnedRanking {
  return among
    ? { ...nothing, amongScores: new Float32Array(among.length).fill(Number.NaN) }
    : nothing;
}

function scoreOf(scores: Float64Array, number: number | undefined): number {
  return number === undefined ? Number.NaN : floatAt(scores, number);
}

/** What a history says of each item that it names: the same sums as of the positives that were learnt from. */
function summary(
  history: readonly Interaction[],
  numbers: ReadonlyMap<string, number>,
  kindWeights: readonly number[],
): Pick<Known, 'items' | 'weights'> {
  const sums = new Map<number, number>();
  for (const { itemId, kind } of history) {
    const item = numbers.get(itemId);
    if (item === undefined) continue;
    const index = eventKinds.indexOf(kind);
    const sign = index === dismissal ? -1 : 1;
    sums.set(item, (sums.get(item) ?? 0) + sign * elementAt(kindWeights, index));
  }
  const damped = (sum: number) => Math.sign(sum) * Math.log1p(Math.abs(sum));
  return {
    items: Int32Array.from(sums.keys()),
    weights: Float32Array.from(sums.values(), damped),
  };
}

function scoreAll(
  { dimension, itemVectors, itemBiases }: HybridParts,
  asker: Float32Array,
): Float64Array {
  const scores = new Float64Array(itemBiases.length);
  for (let item = 0; item < scores.length; item += 1) {
    let score = singleAt(itemBiases, item);
    const start = item * dimension;
    for (let at = 0; at < dimension; at += 1) {
      score += singleAt(asker, at) * singleAt(itemVectors, start + at);
    }
    scores[item] = score;
  }
  return scores;
}
