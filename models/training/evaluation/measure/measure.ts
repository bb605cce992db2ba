import { bootstrapMean } from '../../../../shared/domain/evaluation/bootstrap.js';
import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { coverage, novelty } from '../../../../shared/domain/evaluation/list-metrics.js';
import { placesOf } from '../../../../shared/domain/evaluation/ranking-metrics.js';
import {
  type ObjectiveOutcome,
  weightedRecall,
} from '../../../../shared/domain/evaluation/weighted-recall.js';
import { type Objective, objectives } from '../../../../shared/domain/event.js';
import type { Recommender } from '../../../../shared/ports/recommender.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';
import { type Answers, type AskOptions, ask } from './ask.js';
import { longTailOf, shoppersByItem } from './item-popularity.js';
import { type ScoreOptions, type Scores, score } from './score.js';
import type { Metrics, Summary } from './summary.js';
import { createViews, type View, whole } from './views.js';

export interface MeasureOptions extends Omit<AskOptions, 'count'>, ScoreOptions {
  readonly seed: number;
}

export interface Measured {
  /** Of every case that wants anything: pairs up with that of another model on the same cases. */
  readonly scores: Scores;
  /** By score, whose case it is, numbered from 0. */
  readonly groups: Int32Array;
  readonly summary: Summary;
}

/** A recommender asked every case, and how well it answered. */
export type Measure = (recommender: Recommender) => Promise<Measured>;

const ottoCutoff = 20;

/** Judges recommenders on the cases held back from `train`; one list is asked for a case, whatever is measured. */
export function createMeasure(
  train: TrainingSet,
  cases: readonly EvaluationCase[],
  options: MeasureOptions,
): Measure {
  const shoppersOf = shoppersByItem(train);
  const views = createViews(longTailOf(train, shoppersOf));
  const cutoff = Math.max(...options.cutoffs);
  const all = options.candidatesOf === undefined ? 0 : train.items.length;
  const count = Math.max(cutoff, all, views.some(isWanted(cases)) ? ottoCutoff : 0);
  return async (recommender) => {
    const answers = await ask(recommender, cases, { ...options, count });
    const scored = views.map((view) => ({ view, scores: score(answers, cases, view, options) }));
    const lists = answers.lists.map((list) => list.slice(0, cutoff));
    const bits = lists.map((list) => novelty(list, shoppersOf, train.shoppers.ids.length));
    const summary: Summary = {
      views: scored.flatMap(({ view, scores }) => {
        return summaryOf(view, scores, { seed: options.seed, groups: groupsOf(cases, view) });
      }),
      coverage: coverage(lists, train.items.length),
      novelty: bootstrapMean(Float64Array.from(bits), options.seed, shopperNumbers(cases)),
      ...ottoFigure(answers, cases, views),
      latencyMs: latencyOf(answers),
    };
    return { scores: scored[0]?.scores ?? new Map(), groups: groupsOf(cases, whole), summary };
  };
}

/** Whether any case wants a cart or an order: what shops differ in. */
const isWanted = (cases: readonly EvaluationCase[]) => (view: View) =>
  view.kind === 'objective' &&
  view.name !== 'clicks' &&
  cases.some((asked) => view.targetsOf(asked).size > 0);

function summaryOf(
  view: View,
  scores: Scores,
  { seed, groups }: { readonly seed: number; readonly groups: Int32Array },
): Summary['views'] {
  const [first] = scores.values();
  if (first === undefined) return [];
  const metrics: Metrics = Object.fromEntries(
    [...scores].map(([name, figures]) => [name, bootstrapMean(figures, seed, groups)]),
  );
  return [{ name: view.name, kind: view.kind, cases: first.length, metrics }];
}

/** The shoppers of those cases that the view holds. */
function groupsOf(cases: readonly EvaluationCase[], view: View): Int32Array {
  return shopperNumbers(cases.filter((asked) => view.targetsOf(asked).size > 0));
}

function shopperNumbers(cases: readonly EvaluationCase[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(cases, ({ shopper }) => {
    const number = numbers.get(shopper) ?? numbers.size;
    numbers.set(shopper, number);
    return number;
  });
}

function ottoFigure(
  { lists }: Answers,
  cases: readonly EvaluationCase[],
  views: readonly View[],
): Pick<Summary, 'weightedRecall'> {
  if (!views.some(isWanted(cases))) return {};
  const outcomes = views.flatMap((view) => {
    const objective = objectives.find((each) => each === view.name);
    return objective ? outcomesOf(objective, view, { lists, cases }) : [];
  });
  return { weightedRecall: weightedRecall(outcomes, ottoCutoff) };
}

function outcomesOf(
  objective: Objective,
  view: View,
  { lists, cases }: Pick<Answers, 'lists'> & { readonly cases: readonly EvaluationCase[] },
): readonly ObjectiveOutcome[] {
  return cases.map((asked, at) => {
    const targets = view.targetsOf(asked);
    const places = placesOf((lists[at] ?? []).slice(0, ottoCutoff), targets);
    return { objective, hits: places.length, targets: targets.size };
  });
}

function latencyOf({ durationsMs }: Answers): Summary['latencyMs'] {
  const sorted = durationsMs.slice().sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
