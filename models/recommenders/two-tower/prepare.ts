import type { TrainingSet } from '../../../shared/ports/training.js';
import { describeItems, type ItemSpace } from '../item-features/describe-items.js';
import { frequentNames } from '../item-features/frequent-names.js';
import { traitLimit } from './batch.js';
import { countSteps, findExamples } from './examples.js';
import type { TwoTowerState } from './files.js';
import type { ItemDescriptions } from './network.js';
import { tellsTime } from './occasion.js';
import type { TwoTowerOptions } from './options.js';

const traitVocabularyLimit = 5_000;

/** A training set in the numbers that the towers take. */
export interface Prepared {
  readonly set: TrainingSet;
  /** Event rows to be predicted. */
  readonly examples: Int32Array<ArrayBuffer>;
  /** How often each item was chosen, dismissals not counted. */
  readonly frequencies: Int32Array;
  readonly described: ItemDescriptions;
  readonly space: ItemSpace;
  readonly traitNames: readonly string[];
  /** By shopper, rows of `traitNames`. */
  readonly traits: ReadonlyMap<number, readonly number[]>;
  readonly usesClock: boolean;
}

/** `previous`: the model to go on from, whose columns, labels and traits keep their places. */
export async function prepare(
  set: TrainingSet,
  options: TwoTowerOptions,
  { seed, pause, previous }: PrepareContext,
): Promise<Prepared> {
  const space = previous && spaceOf(previous);
  const features = await describeItems(set.items, {
    seed,
    pause,
    textDimension: options.textDimension,
    ...(space && { space }),
  });
  await pause();
  const says = saysMore(features.values, features.dimension);
  const traitNames = frequentNames(
    set.shoppers.traits.values(),
    traitVocabularyLimit,
    previous?.card.traits,
  );
  await pause();
  const examples = findExamples(set, options.shopperLimit);
  await pause();
  const frequencies = countSteps(set);
  await pause();
  return {
    ...{ set, examples, frequencies },
    described: {
      labels: features.labels,
      values: says ? features.values : new Float32Array(0),
      width: says ? features.dimension : 0,
    },
    space: features.space,
    traitNames,
    traits: numberTraits(set, traitNames),
    usesClock: previous?.card.usesClock ?? tellsTime(set.events.ts),
  };
}

interface PrepareContext {
  readonly seed: number;
  readonly pause: () => Promise<void>;
  readonly previous?: TwoTowerState | undefined;
}

function spaceOf({ axes, card }: TwoTowerState): ItemSpace {
  return { axes, price: card.price, labels: card.labels };
}

/** Whether any item has text or a price: the last column only says that there is none. */
function saysMore(values: Float32Array, dimension: number): boolean {
  return values.some((value, at) => value !== 0 && at % dimension !== dimension - 1);
}

function numberTraits(
  { shoppers }: TrainingSet,
  names: readonly string[],
): ReadonlyMap<number, readonly number[]> {
  const rows = new Map(names.map((name, row) => [name, row]));
  const numbered = new Map<number, readonly number[]>();
  for (const [shopper, traits] of shoppers.traits) {
    const known = traits.flatMap((trait) => rows.get(trait) ?? []).slice(0, traitLimit);
    if (known.length > 0) numbered.set(shopper, known);
  }
  return numbered;
}
