import { AppError } from '../../shared/domain/errors.js';
import { bootstrapMean } from '../../shared/domain/evaluation/bootstrap.js';
import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { Estimate, Verdict } from '../../shared/domain/model-version.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { Recommender } from '../../shared/ports/recommender.js';
import type { CountingModels } from '../recommenders/counting-models.js';
import type { Checkpoint } from './course.js';
import { ask } from './evaluation/measure/ask.js';
import { type Scores, score } from './evaluation/measure/score.js';
import { whole } from './evaluation/measure/views.js';
import { decisive, depth, judge } from './judge.js';
import { recommendersOf, type VersionParts } from './version-parts.js';

export interface Contest {
  readonly cases: readonly EvaluationCase[];
  /** Of both sides: they know nothing of the cases. */
  readonly counting: CountingModels;
  readonly seed: number;
  /** For each round of questions one. */
  nextCheckpoint(): Checkpoint;
}

type Metrics = Readonly<Record<string, Estimate>>;

export interface Judgement {
  readonly verdict: Verdict;
  /** What each answer of the candidate is worth by itself. */
  readonly metrics: ReadonlyMap<ModelName, Metrics>;
}

/**
 * Judges a candidate against what serves, asked the same questions on the same counting models, by the answer that
 * shoppers get when they name no model.
 */
export async function judgeVersion(
  candidate: VersionParts,
  serving: VersionParts,
  contest: Contest,
): Promise<Judgement> {
  const answers = recommendersOf(contest.counting, candidate);
  const rivals = readable(contest.counting, serving);
  const metrics = new Map<ModelName, Metrics>();
  for (const name of candidate.models.keys()) {
    metrics.set(name, estimates(await scoresOf(answers.get(name), contest), contest.seed));
  }
  const mixed = await scoresOf(answers.get('blend'), contest);
  metrics.set('blend', estimates(mixed, contest.seed));
  const served = await scoresOf(rivals.get('blend'), contest);
  const rival = serving.models.size > 0 ? 'what serves' : 'the counting models';
  const verdict = judge(decisiveOf(mixed), decisiveOf(served), { seed: contest.seed, rival });
  return { verdict, metrics };
}

async function scoresOf(recommender: Recommender | undefined, contest: Contest): Promise<Scores> {
  if (recommender === undefined) return new Map();
  const { cases } = contest;
  const checkpoint = contest.nextCheckpoint();
  const answers = await ask(recommender, cases, { count: depth, checkpoint });
  await checkpoint(cases.length, cases.length);
  return score(answers, cases, whole, { cutoffs: [depth] });
}

const decisiveOf = (scores: Scores) => scores.get(decisive) ?? new Float64Array(0);

function estimates(scores: Scores, seed: number): Metrics {
  return Object.fromEntries(
    [...scores].map(([name, figures]) => [name, bootstrapMean(figures, seed)]),
  );
}

/** Mixers that serve and cannot be read are left out, as they are when they serve. */
function readable(counting: CountingModels, parts: VersionParts) {
  try {
    return recommendersOf(counting, parts);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return recommendersOf(counting, { ...parts, mixers: new Map() });
  }
}
