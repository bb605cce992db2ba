import { eventKinds } from '../../../shared/domain/event.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { FitContext, TrainingSet } from '../../../shared/ports/training.js';
import { integerAt } from '../../numeric/read.js';
import { describeItems, type ItemSpace } from '../item-features/describe-items.js';
import type { SavedGru } from './model-files.js';
import type { NetworkShape } from './network.js';
import type { GruOptions } from './options.js';
import { isStep, type Vocabulary, vocabularyOf } from './vocabulary.js';
import { type Steps, stepsOf, type Windows, windowsOf } from './windows.js';

/** What is to be learned from which shoppers. */
export interface Plan {
  readonly shape: NetworkShape;
  readonly vocabulary: Vocabulary;
  readonly features: Float32Array;
  readonly featureSpace?: Pick<ItemSpace, 'axes' | 'price'>;
  readonly steps: Steps;
  readonly learned: Windows;
  /** The newest window of shoppers that are kept for judging; none where there are too few to spare any. */
  readonly heldOut: Windows;
  readonly trainedTo: number;
  /** The model to start from; absent where there is none of the same shape. */
  readonly previous: SavedGru | undefined;
}

/** One shopper in fifty, at most a thousand, and none of a shop with fewer than this. */
const sparedShare = 0.02;
const sparedAtMost = 1_000;
const sparedFrom = 500;
const everything = Number.POSITIVE_INFINITY;

export async function planFit(
  set: TrainingSet,
  context: FitContext,
  parts: { readonly options: GruOptions; readonly previous: SavedGru | undefined },
): Promise<Plan> {
  const { options } = parts;
  const described = await describe(set, context, parts.previous);
  const shape = {
    width: options.width,
    kinds: kindsOf(set),
    features: described?.dimension ?? 0,
  };
  const previous = ofSameShape(parts.previous, shape);
  const pause = () => context.checkpoint(0, 1, 'reading events');
  const vocabulary = vocabularyOf(set, described !== undefined);
  await pause();
  const steps = stepsOf(set, vocabulary, previous?.trainedTo ?? Number.NEGATIVE_INFINITY);
  await pause();
  const spared = sparedShoppers(steps, context.seed);
  const wanted = previous === undefined ? () => everything : freshAndOld(steps, context.seed);
  await pause();
  return {
    shape,
    vocabulary,
    features: described === undefined ? new Float32Array(0) : rowsOf(described, vocabulary),
    ...(described && { featureSpace: described.space }),
    steps,
    learned: windowsOf(steps, options.steps, (at) => (spared.has(at) ? 0 : wanted(at))),
    heldOut: windowsOf(steps, options.steps, (at) => (spared.has(at) ? 1 : 0)),
    trainedTo: steps.latest,
    previous,
  };
}

function ofSameShape(previous: SavedGru | undefined, shape: NetworkShape): SavedGru | undefined {
  const isSame =
    previous?.shape.width === shape.width &&
    previous.shape.kinds === shape.kinds &&
    previous.shape.features === shape.features;
  return isSame ? previous : undefined;
}

/** Undefined where items are called by their ids, which say nothing. */
async function describe(set: TrainingSet, context: FitContext, previous: SavedGru | undefined) {
  if (!set.items.some(({ id, name }) => name !== id)) return undefined;
  const space = previous?.featureSpace;
  return describeItems(set.items, {
    seed: context.seed,
    ...(space && { space: { ...space, labels: [] } }),
    pause: () => context.checkpoint(0, 1, 'describing items'),
  });
}

function rowsOf(
  { values, dimension }: { readonly values: Float32Array; readonly dimension: number },
  { numbers }: Vocabulary,
): Float32Array {
  const rows = new Float32Array(numbers.length * dimension);
  numbers.forEach((number, row) => {
    rows.set(values.subarray(number * dimension, (number + 1) * dimension), row * dimension);
  });
  return rows;
}

/** One past the largest kind, where steps are of more than one. */
function kindsOf({ events }: TrainingSet): number {
  const isSeen = eventKinds.map(() => false);
  for (const kind of events.kind) isSeen[kind] = isStep(kind);
  const kinds = isSeen.filter(Boolean).length;
  return kinds > 1 ? isSeen.lastIndexOf(true) + 1 : 0;
}

function sparedShoppers({ starts }: Steps, seed: number): ReadonlySet<number> {
  const random = seededRandom(seed);
  const able: number[] = [];
  for (let shopper = 0; shopper + 1 < starts.length; shopper += 1) {
    if (integerAt(starts, shopper + 1) - integerAt(starts, shopper) > 1) able.push(shopper);
  }
  if (able.length < sparedFrom) return new Set();
  const share = Math.min(sparedShare, sparedAtMost / able.length);
  return new Set(able.filter(() => random() < share));
}

/** What shoppers did since the previous fit, and the newest window of as many others. */
function freshAndOld({ fresh }: Steps, seed: number): (shopper: number) => number {
  const news = fresh.reduce((count, steps) => count + (steps > 0 ? 1 : 0), 0);
  const share = news / Math.max(1, fresh.length - news);
  const random = seededRandom(seed);
  return (shopper) => integerAt(fresh, shopper) || (random() < share ? 1 : 0);
}
