import { AppError } from '../../../shared/domain/errors.js';
import { type Random, seededRandom } from '../../../shared/domain/random.js';
import type {
  FitContext,
  FittedModel,
  ModelFiles,
  TrainingSet,
} from '../../../shared/ports/training.js';
import { holdOut } from './examples.js';
import { readFiles, type TwoTowerState, writeFiles } from './files.js';
import { type Learner, openLearner } from './learner.js';
import type { TwoTowerOptions } from './options.js';
import { createPace, type Pace } from './pace.js';
import { type Prepared, prepare } from './prepare.js';
import { canGoOn, startCold, startWarm, warmExamples } from './start.js';
import { stateOf } from './state-of.js';
import { epochsOf, type TrainingPlan, type TrainingResult, train } from './train.js';
import { validate } from './validate.js';

/** Trains from scratch, or goes on from the previous model where little has happened since. */
export async function fitTwoTower(
  set: TrainingSet,
  context: FitContext,
  options: TwoTowerOptions,
): Promise<FittedModel> {
  const pace = createPace(context);
  const random = seededRandom(context.seed);
  const { prepared, previous } = await prepareFor(set, options, { context, pace });
  const learner = await openLearner(prepared, options, random);
  try {
    await pace.touch(0, 1);
    const run = { learner, prepared, options, pace, random };
    const result = previous ? await fitWarm(run, previous) : await fitCold(run);
    const coldEvents = previous?.card.coldEvents ?? set.events.item.length;
    const state = await stateOf(run, coldEvents);
    return { files: writeFiles(state), figures: figuresOf(run, result, previous !== undefined) };
  } finally {
    await learner.network.close();
  }
}

interface Run {
  readonly learner: Learner;
  readonly prepared: Prepared;
  readonly options: TwoTowerOptions;
  readonly pace: Pace;
  readonly random: Random;
}

/** The set in the numbers of the previous model, where training can go on from that, else in its own. */
async function prepareFor(
  set: TrainingSet,
  options: TwoTowerOptions,
  { context, pace }: { readonly context: FitContext; readonly pace: Pace },
): Promise<{ readonly prepared: Prepared; readonly previous?: TwoTowerState }> {
  const { seed } = context;
  const pause = () => pace.touch(0, 1);
  const previous = readable(context.previous);
  if (previous && canGoOn(previous, set, options)) {
    const prepared = await prepare(set, options, { seed, pause, previous });
    const { features, hasTraits } = previous.card.shape;
    const isAlike =
      prepared.described.width === features && prepared.traitNames.length > 0 === hasTraits;
    if (isAlike) return { prepared, previous };
  }
  return { prepared: await prepare(set, options, { seed, pause }) };
}

/** Undefined for files that an older version of this model wrote: training starts anew then. */
function readable(files: ModelFiles | undefined): TwoTowerState | undefined {
  try {
    return files && readFiles(files);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return undefined;
    throw error;
  }
}

async function fitCold({ learner, prepared, options, pace, random }: Run): Promise<TrainingResult> {
  startCold(learner, prepared, random);
  await pace.touch(0, 1);
  const { train: rows, held } = holdOut(prepared.examples, prepared.set.events, random);
  const { epochs, learningRate, historyLimit } = options;
  const pause = () => pace.touch(0, 1);
  const plan: TrainingPlan = {
    rows,
    epochs: epochsOf(epochs, rows.length, learner.shape.batchSize),
    learningRate,
    ...(held.length > 0 && {
      validate: () => validate(learner, prepared, { held, historyLimit, pause }),
    }),
  };
  return train(learner, plan, { pace, random });
}

async function fitWarm(
  { learner, prepared, options, pace, random }: Run,
  previous: TwoTowerState,
): Promise<TrainingResult> {
  startWarm(learner, prepared, previous);
  await pace.touch(0, 1);
  const { replay, warmEpochs: epochs, warmLearningRate: learningRate } = options;
  const rows = warmExamples(prepared, previous.card.trainedTo, { replay, random });
  return train(learner, { rows, epochs, learningRate }, { pace, random });
}

function figuresOf({ prepared }: Run, result: TrainingResult, isWarm: boolean) {
  const { steps, epochs, loss, validation } = result;
  return {
    isWarm: isWarm ? 1 : 0,
    examples: prepared.examples.length,
    ...{ epochs, steps, loss },
    ...(validation !== undefined && { validation }),
  };
}
