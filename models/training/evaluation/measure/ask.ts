import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import type { Accept, Recommender } from '../../../../shared/ports/recommender.js';
import type { FitContext } from '../../../../shared/ports/training.js';

export interface AskOptions {
  /** Length of the lists that are asked for. */
  readonly count: number;
  /** What the answer to a case may hold; everything where absent. Where a protocol samples, the sample. */
  readonly acceptFor?: (asked: EvaluationCase) => Accept;
  /** Lets others run and a cancellation through: rejects with the reason once cancelled. */
  readonly checkpoint: FitContext['checkpoint'];
  readonly signal?: AbortSignal;
}

/** One list for each case, in the order of the cases. */
export interface Answers {
  readonly lists: readonly (readonly string[])[];
  /** What each answer took. */
  readonly durationsMs: Float64Array;
}

const everything: Accept = () => true;
const casesBetweenCheckpoints = 32;

/** Asks a recommender every case as of the moment its first target happened. */
export async function ask(
  recommender: Recommender,
  cases: readonly EvaluationCase[],
  { count, acceptFor, checkpoint, signal }: AskOptions,
): Promise<Answers> {
  const lists: (readonly string[])[] = [];
  const durationsMs = new Float64Array(cases.length);
  for (const [at, asked] of cases.entries()) {
    if (at % casesBetweenCheckpoints === 0) await checkpoint(at, cases.length);
    const { history, traits } = asked;
    const accept = acceptFor?.(asked) ?? everything;
    const query = { history, ...(traits && { traits }), count, now: momentOf(asked), accept };
    const startedAtMs = performance.now();
    const answer = await recommender.recommend(query, signal);
    durationsMs[at] = performance.now() - startedAtMs;
    lists.push(answer.map(({ itemId }) => itemId));
  }
  return { lists, durationsMs };
}

function momentOf({ targets }: EvaluationCase): number {
  return targets[0]?.ts ?? 0;
}
