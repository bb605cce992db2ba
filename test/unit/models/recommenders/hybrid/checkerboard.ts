import type { Interaction } from '../../../../../shared/domain/event.js';
import type { TrainingSet } from '../../../../../shared/ports/training.js';
import { trainingSetOf } from '../../../../support/training-set.js';

const numbers = Array.from({ length: 20 }, (_, number) => number);

export const evens: readonly string[] = numbers
  .filter((number) => number % 2 === 0)
  .map((number) => `i-${number}`);

/** Even shoppers choose even items and odd ones odd items, each all but the one numbered like themselves. */
export function checkerboard(): TrainingSet {
  const histories = numbers.map((shopper) =>
    numbers
      .filter((item) => item % 2 === shopper % 2 && item !== shopper)
      .map((item) => `i-${item}`),
  );
  return trainingSetOf({ histories, items: numbers.map((item) => ({ id: `i-${item}` })) });
}

/** The same with items and shoppers behind the others that nobody knows anything of. */
export function padded(
  set: TrainingSet,
  { items, shoppers }: { readonly items: number; readonly shoppers: number },
): TrainingSet {
  const { starts } = set.events;
  const more = Array.from({ length: items }, (_, at) => ({ id: `z-${at}` }));
  const unknown = trainingSetOf({ histories: [], items: more });
  return {
    items: [...set.items, ...unknown.items],
    shoppers: {
      ids: [...set.shoppers.ids, ...Array.from({ length: shoppers }, (_, at) => `v-${at}`)],
      traits: set.shoppers.traits,
    },
    events: {
      ...set.events,
      starts: Int32Array.from([...starts, ...new Array<number>(shoppers).fill(starts.at(-1) ?? 0)]),
    },
  };
}

/** A history of views. */
export function viewed(...ids: readonly string[]): readonly Interaction[] {
  return ids.map((itemId) => ({ itemId, kind: 'view', ts: 0 }));
}
