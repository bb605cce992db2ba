import { areaUnderCurve } from '../../../../shared/domain/evaluation/area-under-curve.js';
import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import {
  hitRate,
  ndcg,
  type Places,
  placesOf,
  precision,
  recall,
  reciprocalRank,
} from '../../../../shared/domain/evaluation/ranking-metrics.js';
import type { Answers } from './ask.js';
import type { View } from './views.js';

/** By metric, such as `ndcg@10`, a figure for each case that the view holds, in the order of the cases. */
export type Scores = ReadonlyMap<string, Float64Array>;

export interface ScoreOptions {
  readonly cutoffs: readonly number[];
  /** How many items could have been on the list of a case, where lists are whole rankings: adds `auc`. */
  readonly candidatesOf?: (asked: EvaluationCase) => number;
}

type Metric = (places: Places, targets: number, cutoff: number) => number;

const metrics: readonly (readonly [string, Metric])[] = [
  ['hit-rate', (places, _, cutoff) => hitRate(places, cutoff)],
  ['recall', recall],
  ['mrr', (places, _, cutoff) => reciprocalRank(places, cutoff)],
  ['ndcg', ndcg],
  ['precision', (places, _, cutoff) => precision(places, cutoff)],
];

/** Compares lists with what was wanted. */
export function score(
  { lists }: Pick<Answers, 'lists'>,
  cases: readonly EvaluationCase[],
  view: View,
  { cutoffs, candidatesOf }: ScoreOptions,
): Scores {
  const scores = new Map<string, number[]>();
  const add = (name: string, figure: number) => {
    const own = scores.get(name);
    if (own === undefined) scores.set(name, [figure]);
    else own.push(figure);
  };
  for (const [at, asked] of cases.entries()) {
    const targets = view.targetsOf(asked);
    if (targets.size === 0) continue;
    const list = lists[at] ?? [];
    const places = placesOf(list, targets);
    for (const cutoff of cutoffs) {
      for (const [name, metric] of metrics) {
        add(`${name}@${cutoff}`, metric(places, targets.size, cutoff));
      }
    }
    if (candidatesOf === undefined) continue;
    const ranking = { targets: targets.size, ranked: list.length, candidates: candidatesOf(asked) };
    add('auc', areaUnderCurve(places, ranking));
  }
  return new Map([...scores].map(([name, figures]) => [name, Float64Array.from(figures)]));
}
