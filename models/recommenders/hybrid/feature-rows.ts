import { int32Column } from '../../numeric/column.js';
import { integerAt } from '../../numeric/read.js';
import { type SparseRows, SparseRowsBuilder } from '../../numeric/sparse-rows.js';

/** Items or shoppers, as features describe them. */
export interface Described {
  readonly size: number;
  /** What is known of a row beside its id, none twice. */
  traitsOf(row: number): Iterable<string>;
  /** How often a row stands in a positive. One that never does has no id to learn. */
  readonly activity: Int32Array;
}

export interface FeatureRows {
  readonly rows: SparseRows;
  /** Features in all: own ids first, then one for each trait. */
  readonly size: number;
  /** Feature number of each trait that is kept. */
  readonly traits: ReadonlyMap<string, number>;
}

interface Bounds {
  readonly minimumUses: number;
  readonly featureLimit: number;
}

/**
 * Gives every row its own id and its traits as features, each row's values squared summing to 1. Traits that fewer than
 * `minimumUses` rows have are left out; beyond `featureLimit` first the ids of the least active rows go without a
 * feature, and traits share what the ids leave, the most used first.
 */
export function featureRows(
  described: Described,
  { minimumUses, featureLimit }: Bounds,
): FeatureRows {
  const ids = ownIds(described.activity, featureLimit);
  const { named, traitStarts, uses, mentions } = countTraits(described);
  const kept = [...named]
    .filter(([, number]) => integerAt(uses, number) >= minimumUses)
    .sort(([a, x], [b, y]) => integerAt(uses, y) - integerAt(uses, x) || (a < b ? -1 : 1))
    .slice(0, featureLimit - ids.count);
  const traits = new Map(kept.map(([name], at) => [name, ids.count + at]));
  const features = new Int32Array(named.size).fill(-1);
  for (const [at, [, number]] of kept.entries()) features[number] = ids.count + at;
  const builder = new SparseRowsBuilder(described.size);
  for (let row = 0; row < described.size; row += 1) {
    const columns = [integerAt(ids.features, row)];
    for (let at = integerAt(traitStarts, row); at < integerAt(traitStarts, row + 1); at += 1) {
      columns.push(integerAt(features, integerAt(mentions, at)));
    }
    addRow(builder, columns);
  }
  return { rows: builder.build(), size: ids.count + kept.length, traits };
}

/** Unit length keeps what one step moves a row by independent of how many features it has. */
function addRow(builder: SparseRowsBuilder, columns: readonly number[]): void {
  const known = columns.filter((column) => column >= 0);
  const value = 1 / Math.sqrt(known.length);
  for (const column of known) builder.add(column, value);
  builder.endRow();
}

function ownIds(activity: Int32Array, limit: number) {
  const active = Array.from(activity.keys()).filter((row) => integerAt(activity, row) > 0);
  if (active.length > limit) {
    active.sort((a, b) => integerAt(activity, b) - integerAt(activity, a) || a - b);
    active.length = limit;
    active.sort((a, b) => a - b);
  }
  const features = new Int32Array(activity.length).fill(-1);
  for (const [feature, row] of active.entries()) features[row] = feature;
  return { count: active.length, features };
}

/** Numbers the traits in the order they come up, and notes each row's. */
function countTraits({ size, traitsOf }: Described) {
  const named = new Map<string, number>();
  const uses = int32Column();
  const mentions = int32Column();
  const traitStarts = new Int32Array(size + 1);
  let mentioned = 0;
  for (let row = 0; row < size; row += 1) {
    for (const trait of traitsOf(row)) {
      const number = named.get(trait) ?? named.size;
      if (number === named.size) named.set(trait, number);
      uses.reserve(named.size);
      uses.values[number] = integerAt(uses.values, number) + 1;
      mentions.reserve(mentioned + 1);
      mentions.values[mentioned] = number;
      mentioned += 1;
    }
    traitStarts[row + 1] = mentioned;
  }
  return { named, traitStarts, uses: uses.values, mentions: mentions.values };
}
