import { builtInEventTypes, type EventKind, eventKinds } from '../../shared/domain/event.js';
import type { Item } from '../../shared/domain/item.js';
import type { FitContext, TrainingSet } from '../../shared/ports/training.js';

interface Step {
  readonly item: string;
  readonly kind?: EventKind;
  readonly ts?: number;
}

interface Shop {
  /** What each shopper did, oldest first; a text is an item that was viewed. Times count minutes where none is given. */
  readonly histories: readonly (readonly (string | Step)[])[];
  /** Of the catalogue; items that only events name get their id for a name. */
  readonly items?: readonly (Partial<Item> & Pick<Item, 'id'>)[];
  readonly traits?: readonly (readonly string[])[];
}

/** The training set of a small made-up shop, shopper s being `u-s`. */
export function trainingSetOf({ histories, items = [], traits = [] }: Shop): TrainingSet {
  const known = new Map<string, Item>();
  const numbers = new Map<string, number>();
  const add = (item: Partial<Item> & Pick<Item, 'id'>): number => {
    const number = numbers.get(item.id) ?? numbers.size;
    if (number === numbers.size) {
      numbers.set(item.id, number);
      known.set(item.id, itemOf(item));
    }
    return number;
  };
  for (const item of items) add(item);
  const rows = histories.flatMap((history) =>
    history.map((step, at) => {
      const {
        item,
        kind = 'view',
        ts = at * 60_000,
      } = typeof step === 'string' ? { item: step } : step;
      return { item: add({ id: item }), kind, ts };
    }),
  );
  const starts = [0];
  for (const history of histories) starts.push((starts.at(-1) ?? 0) + history.length);
  return {
    items: [...known.values()],
    shoppers: {
      ids: histories.map((_, shopper) => `u-${shopper}`),
      traits: new Map(traits.flatMap((of, shopper) => (of.length > 0 ? [[shopper, of]] : []))),
    },
    events: {
      starts: Int32Array.from(starts),
      item: Int32Array.from(rows, (row) => row.item),
      kind: Uint8Array.from(rows, (row) => eventKinds.indexOf(row.kind)),
      weight: Float32Array.from(rows, (row) => builtInEventTypes.get(row.kind)?.weight ?? 1),
      ts: Float64Array.from(rows, (row) => row.ts),
    },
  };
}

function itemOf(item: Partial<Item> & Pick<Item, 'id'>): Item {
  return {
    ...{ name: item.id, categories: [], tags: [], attributes: {}, isActive: true, createdAt: 0 },
    ...item,
  };
}

/** A context that lets a fit run to its end; `cancelAfter` checkpoints it is cancelled, if given. */
export function fitContext(
  options: Partial<FitContext> & { readonly cancelAfter?: number } = {},
): FitContext {
  const { cancelAfter = Number.POSITIVE_INFINITY, ...rest } = options;
  let checkpoints = 0;
  return {
    seed: 1,
    async checkpoint() {
      checkpoints += 1;
      if (checkpoints > cancelAfter) throw new Error('cancelled by the test');
    },
    ...rest,
  };
}
