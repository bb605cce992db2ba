import type { TrainingSet } from '../../../shared/ports/training.js';
import { integerAt } from '../../numeric/read.js';
import { type Described, type FeatureRows, featureRows } from './feature-rows.js';
import type { HybridOptions } from './hybrid-options.js';
import { itemTraits } from './item-traits.js';
import { countEach, type Positives, positivesOf } from './positives.js';
import type { Problem } from './workspace.js';

/** Turns a shop into numbers that the kernel learns from; `pause` is awaited between its parts. */
export async function problemOf(
  set: TrainingSet,
  options: HybridOptions,
  pause: () => Promise<void>,
): Promise<Problem> {
  const positives = await positivesOf(set.events, set.items.length, pause);
  await pause();
  const items = featureRows(describedItems(set, positives), options);
  await pause();
  const shoppers = featureRows(describedShoppers(set, positives), options);
  await pause();
  return { positives, items, shoppers, drawable: drawableItems(items, positives) };
}

function describedItems({ items }: TrainingSet, positives: Positives): Described {
  return {
    size: items.length,
    traitsOf: (item) => {
      const described = items[item];
      return described ? itemTraits(described) : [];
    },
    activity: countEach(positives.items, items.length),
  };
}

function describedShoppers({ shoppers }: TrainingSet, positives: Positives): Described {
  return {
    size: shoppers.ids.length,
    traitsOf: (shopper) => new Set(shoppers.traits.get(shopper)),
    activity: countEach(positives.shoppers, shoppers.ids.length),
  };
}

/** The rows that have a feature, ascending. */
export function describedRows({ rows }: FeatureRows): Int32Array {
  const all = Int32Array.from({ length: rows.starts.length - 1 }, (_, row) => row);
  return all.filter((row) => integerAt(rows.starts, row + 1) > integerAt(rows.starts, row));
}

/**
 * Negatives are items that somebody chose: one that nobody has met yet is no worse for it. A single shopper leaves
 * nothing else to compare with, so there all items are drawn.
 */
function drawableItems(items: FeatureRows, positives: Positives): Int32Array {
  const described = describedRows(items);
  const first = positives.shoppers[0];
  if (positives.shoppers.every((shopper) => shopper === first)) return described;
  const chosen = countEach(positives.items, items.rows.starts.length - 1);
  return described.filter((item) => integerAt(chosen, item) > 0);
}
