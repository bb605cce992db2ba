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
  readonly traitLimit: number;
}

/**
 * Gives every row that was active its own id as a feature, and all rows their traits: those that `minimumUses` rows have
 * at least, and of these the `traitLimit` most used. The squares of a row's values sum to 1.
 */
export function featureRows(described: Described, bounds: Bounds): FeatureRows {
  const mentioned = mentionsOf(described);
  const ids = ownIds(described.activity);
  const traits = keptTraits(mentioned, bounds, ids.count);
  const features = Int32Array.from(mentioned.numbers.keys(), (name) => traits.get(name) ?? -1);
  const builder = new SparseRowsBuilder(described.size);
  for (let row = 0; row < described.size; row += 1) {
    const columns = [integerAt(ids.features, row)];
    const end = integerAt(mentioned.starts, row + 1);
    for (let at = integerAt(mentioned.starts, row); at < end; at += 1) {
      columns.push(integerAt(features, integerAt(mentioned.traits, at)));
    }
    addRow(builder, columns);
  }
  return { rows: builder.build(), size: ids.count + traits.size, traits };
}

/** Unit length keeps what one step moves a row by independent of how many features it has. */
function addRow(builder: SparseRowsBuilder, columns: readonly number[]): void {
  const known = columns.filter((column) => column >= 0);
  const value = 1 / Math.sqrt(known.length);
  for (const column of known) builder.add(column, value);
  builder.endRow();
}

/** Numbers the active rows from 0; −1 for the others. */
function ownIds(activity: Int32Array) {
  let count = 0;
  const features = activity.map((times) => {
    if (times === 0) return -1;
    count += 1;
    return count - 1;
  });
  return { count, features };
}

interface Mentions {
  /** Traits by name, numbered in the order they come up. */
  readonly numbers: ReadonlyMap<string, number>;
  /** By number: rows that have it. */
  readonly uses: Int32Array;
  /** Row r has the traits starts[r] … starts[r + 1] − 1. */
  readonly starts: Int32Array;
  readonly traits: Int32Array;
}

function mentionsOf({ size, traitsOf }: Described): Mentions {
  const numbers = new Map<string, number>();
  const uses = int32Column();
  const traits = int32Column();
  const starts = new Int32Array(size + 1);
  let mentioned = 0;
  for (let row = 0; row < size; row += 1) {
    for (const trait of traitsOf(row)) {
      const number = numbers.get(trait) ?? numbers.size;
      if (number === numbers.size) numbers.set(trait, number);
      uses.reserve(numbers.size);
      uses.values[number] = integerAt(uses.values, number) + 1;
      traits.reserve(mentioned + 1);
      traits.values[mentioned] = number;
      mentioned += 1;
    }
    starts[row + 1] = mentioned;
  }
  return { numbers, uses: uses.values, starts, traits: traits.values };
}

/** Numbers the traits that are used enough from `first` on, the most used first, ties by name. */
function keptTraits(
  { numbers, uses }: Mentions,
  { minimumUses, traitLimit }: Bounds,
  first: number,
): ReadonlyMap<string, number> {
  const kept = [...numbers]
    .filter(([, number]) => integerAt(uses, number) >= minimumUses)
    .sort(([a, x], [b, y]) => integerAt(uses, y) - integerAt(uses, x) || (a < b ? -1 : 1))
    .slice(0, traitLimit);
  return new Map(kept.map(([name], at) => [name, first + at]));
}
