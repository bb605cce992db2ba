import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { objectives } from '../../../../shared/domain/event.js';
import { seededRandom } from '../../../../shared/domain/random.js';
import type { FitContext, FittedModel } from '../../../../shared/ports/training.js';
import { singleAt } from '../../../numeric/read.js';
import { deadline, evenly, showsSeenItems } from '../held-out.js';
import type { MixerSources } from '../mixer-sources.js';
import { featureCount } from './features.js';
import { judgeNetwork } from './judge-network.js';
import { CandidateSource } from './session-candidates.js';
import { type SessionCase, sessionCase } from './session-cases.js';
import { writeSession } from './session-files.js';
import { type Scaling, servingGraph } from './session-network.js';
import { trainNetwork } from './train-network.js';

const mostCases = 2_000;
/** Cases of an objective without which it is left to counting. */
const leastCases = 50;
/** Every so many cases are kept to judge by. */
const judgedEvery = 5;
const gatheringShare = 0.7;

/**
 * Fits a network that ranks what a session may click, put in the cart and order next. An objective with few cases, or
 * one that counting is as good at on cases that the network has not seen, is left to counting.
 */
export async function fitSession(
  cases: readonly EvaluationCase[],
  sources: MixerSources,
  context: FitContext,
): Promise<FittedModel> {
  const asked = evenly(cases, mostCases);
  const all = await gather(asked, sources, {
    pause: (done) => context.checkpoint(gatheringShare * done, 1, 'asking for candidates'),
    isOver: deadline(context.timeLimitMs, gatheringShare),
  });
  const training = all.filter((one, at) => at % judgedEvery !== 0 && targetsOf(one) > 0);
  const judging = all.filter((_, at) => at % judgedEvery === 0);
  const enough = objectives.filter((_, column) => countOf(training, column) >= leastCases);
  if (enough.length === 0) {
    return { files: writeSession({ learned: [] }), figures: { cases: all.length } };
  }
  const scaling = scalingOf(training);
  const { weights, lastLoss } = await trainNetwork(training, scaling, {
    random: seededRandom(context.seed),
    pause: (done) =>
      context.checkpoint(gatheringShare + (1 - gatheringShare) * done, 1, 'training'),
  });
  const graph = servingGraph(weights, scaling);
  const gains = await judgeNetwork(judging, graph);
  const learned = enough.filter((objective) => gains[objective].learned > gains[objective].counted);
  const named = objectives.flatMap((objective) => [
    [`${objective}Gain`, gains[objective].learned] as const,
    [`${objective}CountedGain`, gains[objective].counted] as const,
  ]);
  const figures = { cases: all.length, lastLoss, ...Object.fromEntries(named) };
  return { files: writeSession({ learned, graph }), figures };
}

async function gather(
  cases: readonly EvaluationCase[],
  { counting, models }: MixerSources,
  { pause, isOver }: { pause(done: number): Promise<void>; isOver(): boolean },
): Promise<readonly SessionCase[]> {
  const source = new CandidateSource(counting.evidence, { models, onDegraded: () => undefined });
  const showsSeen = showsSeenItems(cases);
  const gathered: SessionCase[] = [];
  for (const [at, one] of cases.entries()) {
    await pause(at / cases.length);
    if (isOver()) break;
    gathered.push(await sessionCase(one, source, showsSeen));
  }
  return gathered;
}

function targetsOf({ targets }: SessionCase): number {
  return targets.flat().filter((place) => place >= 0).length;
}

function countOf(cases: readonly SessionCase[], column: number): number {
  return cases.filter(({ targets }) => targets[column]?.some((place) => place >= 0)).length;
}

/** Of all candidates, each feature apart; one that never changes counts nothing. */
function scalingOf(cases: readonly SessionCase[]): Scaling {
  const sums = new Float64Array(featureCount);
  const squares = new Float64Array(featureCount);
  let rows = 0;
  for (const { features } of cases) {
    rows += features.length / featureCount;
    for (const [at, value] of features.entries()) {
      const column = at % featureCount;
      sums[column] = (sums[column] ?? 0) + value;
      squares[column] = (squares[column] ?? 0) + value * value;
    }
  }
  const mean = Float32Array.from(sums, (sum) => sum / rows);
  const inverseDeviation = Float32Array.from(squares, (square, column) => {
    const variance = square / rows - singleAt(mean, column) ** 2;
    return variance > 1e-8 ? 1 / Math.sqrt(variance) : 0;
  });
  return { mean, inverseDeviation };
}
