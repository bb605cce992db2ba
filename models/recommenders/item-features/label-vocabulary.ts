import type { Item } from '../../../shared/domain/item.js';
import { integerAt } from '../../numeric/read.js';
import { frequentNames } from './frequent-names.js';

const perItem = 16;
/** Labels of an item at most: categories, tags, the brand and the seller. */
export const labelLimit = 2 * perItem + 2;

/** Rows of numbers in one list: row r is numbers[starts[r]] … numbers[starts[r + 1] − 1]. */
export interface SparseRows {
  /** One more entry than rows. */
  readonly starts: Int32Array;
  readonly numbers: Int32Array;
}

/** What an item is filed under, each as `kind:value`; at most 16 categories and 16 tags count. */
export function labelsOf(item: Item): readonly string[] {
  const labels = new Set<string>();
  for (const category of item.categories.slice(0, perItem)) labels.add(`category:${category}`);
  for (const tag of item.tags.slice(0, perItem)) labels.add(`tag:${tag}`);
  const { brand } = item.attributes;
  if (typeof brand === 'string') labels.add(`brand:${brand}`);
  if (item.seller !== undefined) labels.add(`seller:${item.seller}`);
  return [...labels];
}

/** The labels that get a number, see `frequentNames`. */
export function labelVocabulary(
  items: readonly Item[],
  limit: number,
  known?: readonly string[],
): readonly string[] {
  return frequentNames(items.map(labelsOf), limit, known);
}

/** For each item the numbers of its labels, ascending; labels that are not in the vocabulary are passed over. */
export function numberLabels(items: readonly Item[], vocabulary: readonly string[]): SparseRows {
  const numberOf = new Map(vocabulary.map((label, number) => [label, number]));
  const starts = new Int32Array(items.length + 1);
  const numbers: number[] = [];
  items.forEach((item, row) => {
    const own = labelsOf(item).flatMap((label) => numberOf.get(label) ?? []);
    numbers.push(...own.sort((a, b) => a - b));
    starts[row + 1] = numbers.length;
  });
  return { starts, numbers: Int32Array.from(numbers) };
}

/** The numbers of one row. */
export function rowOf({ starts, numbers }: SparseRows, row: number): Int32Array {
  return numbers.subarray(integerAt(starts, row), integerAt(starts, row + 1));
}
