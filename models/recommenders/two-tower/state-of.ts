import type { Item } from '../../../shared/domain/item.js';
import type { TwoTowerState } from './files.js';
import type { Learner } from './learner.js';
import type { TwoTowerOptions } from './options.js';
import type { Pace } from './pace.js';
import type { Prepared } from './prepare.js';
import { userTowerGraph } from './towers.js';
import { describeCatalogue } from './whole-catalogue.js';

interface Trained {
  readonly learner: Learner;
  readonly prepared: Prepared;
  readonly options: TwoTowerOptions;
  readonly pace: Pace;
}

/** What is kept of a training: every item that anything is known of, by id. */
export async function stateOf(
  { learner, prepared, options, pace }: Trained,
  coldEvents: number,
): Promise<TwoTowerState> {
  const { network, shape } = learner;
  const { set, space } = prepared;
  const { dimension } = shape;
  const described = await describeCatalogue(learner, prepared, () => pace.touch(1, 1));
  const numbers = knownById(set.items, described, dimension);
  const learnt = network.tables.items.table.values;
  const isIdAlone = shape.features === 0 && space.labels.length === 0;
  const items = pick(described, numbers, dimension);
  const weightOf = (name: string) => network.weights.weight(name);
  return {
    card: {
      shape: {
        dimension,
        hidden: shape.hidden,
        features: shape.features,
        hasTraits: shape.hasTraits,
      },
      historyLimit: options.historyLimit,
      usesClock: prepared.usesClock,
      itemIds: numbers.map((number) => set.items[number]?.id ?? ''),
      traits: prepared.traitNames,
      labels: space.labels,
      price: space.price,
      textDimension: options.textDimension,
      trainedTo: set.events.ts.reduce((latest, ts) => Math.max(latest, ts), 0),
      coldEvents,
    },
    items,
    embeddings: isIdAlone ? items : pick(learnt, numbers, dimension),
    labels: network.tables.labels.table.values,
    traits: network.tables.traits.table.values,
    axes: space.axes,
    weights: new Map(network.weights.names.map((name) => [name, weightOf(name)])),
    userTower: userTowerGraph(shape, weightOf),
  };
}

/** Numbers of the items that have a vector, in the order of their ids. */
function knownById(items: readonly Item[], vectors: Float32Array, dimension: number): number[] {
  const isKnown = (number: number) =>
    vectors.subarray(number * dimension, (number + 1) * dimension).some((value) => value !== 0);
  const idOf = (number: number) => items[number]?.id ?? '';
  return Array.from(items.keys())
    .filter(isKnown)
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

function pick(rows: Float32Array, numbers: readonly number[], dimension: number): Float32Array {
  const picked = new Float32Array(numbers.length * dimension);
  numbers.forEach((number, at) => {
    picked.set(rows.subarray(number * dimension, (number + 1) * dimension), at * dimension);
  });
  return picked;
}
