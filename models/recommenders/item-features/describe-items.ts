import type { Item } from '../../../shared/domain/item.js';
import { principalAxes } from '../../numeric/principal-axes.js';
import { singleAt } from '../../numeric/read.js';
import { createHashedItemEncoder, type ItemTextEncoder } from './item-text-encoder.js';
import { labelVocabulary, numberLabels, type SparseRows } from './label-vocabulary.js';
import { type PriceScale, priceScale, scaledPrice } from './price-scale.js';
import { spread } from './spread.js';

/** What gives the columns and labels their meaning: items described in the same space are comparable. */
export interface ItemSpace {
  /** textDimension × the encoder's dimension, row-major. */
  readonly axes: Float32Array;
  readonly price: PriceScale;
  /** By label number. */
  readonly labels: readonly string[];
}

/** Items as models take them; row r is item r. */
export interface ItemFeatures {
  /** Columns of a row: the text's, then how dear the item is (deviations of the log), then 1 where it has no price. */
  readonly dimension: number;
  readonly textDimension: number;
  /** items × dimension, row-major. */
  readonly values: Float32Array;
  /** Categories, tags, brand and seller of each item, as numbers of `space.labels`. */
  readonly labels: SparseRows;
  readonly space: ItemSpace;
}

export interface DescribeOptions {
  readonly seed: number;
  /** Columns that the text is reduced to; 64 where absent. */
  readonly textDimension?: number;
  /** Labels that get a number; 20,000 where absent. */
  readonly maxLabels?: number;
  readonly encoder?: ItemTextEncoder;
  /** Describe items in the space of an earlier run; labels that are new get numbers after the old ones. */
  readonly space?: ItemSpace;
  /** Awaited every thousand items: a place to report from, and to reject at. */
  readonly pause?: () => Promise<void>;
}

/** How many items tell what the texts of a catalogue are about. */
const sampled = 2_000;
const batch = 1_000;
const priceColumns = 2;

/** Text as its principal axes, price and labels of every item; whatever an item lacks is zero. */
export async function describeItems(
  items: readonly Item[],
  options: DescribeOptions,
): Promise<ItemFeatures> {
  const encoder = options.encoder ?? createHashedItemEncoder(items);
  const space = await spaceOf(items, encoder, options);
  const textDimension = space.axes.length / encoder.dimension;
  const dimension = textDimension + priceColumns;
  const values = new Float32Array(items.length * dimension);
  for (let start = 0; start < items.length; start += batch) {
    const some = items.slice(start, start + batch);
    const texts = await encoder.encode(some);
    some.forEach((item, at) => {
      const row = values.subarray((start + at) * dimension, (start + at + 1) * dimension);
      project(texts.subarray(at * encoder.dimension, (at + 1) * encoder.dimension), space, row);
      addPrice(item, space.price, row.subarray(textDimension));
    });
    await options.pause?.();
  }
  return { dimension, textDimension, values, labels: numberLabels(items, space.labels), space };
}

async function spaceOf(
  items: readonly Item[],
  encoder: ItemTextEncoder,
  { seed, space, textDimension = 64, maxLabels = 20_000, pause }: DescribeOptions,
): Promise<ItemSpace> {
  const labels = labelVocabulary(items, maxLabels, space?.labels);
  if (space !== undefined) return { ...space, labels };
  const texts = await encoder.encode(spread(items, sampled));
  await pause?.();
  const count = Math.min(textDimension, encoder.dimension);
  const axes = principalAxes(texts, encoder.dimension, { count, seed });
  await pause?.();
  return { axes, price: priceScale(items), labels };
}

/** Adds to `row` the text along each axis; hashed texts are mostly zeros, which cost nothing. */
function project(text: Float32Array, { axes }: ItemSpace, row: Float32Array): void {
  const places: number[] = [];
  text.forEach((value, place) => {
    if (value !== 0) places.push(place);
  });
  for (let axis = 0; axis * text.length < axes.length; axis += 1) {
    const offset = axis * text.length;
    let sum = 0;
    for (const place of places) sum += singleAt(text, place) * singleAt(axes, offset + place);
    row[axis] = sum;
  }
}

function addPrice(item: Item, scale: PriceScale, columns: Float32Array): void {
  const price = scaledPrice(item, scale);
  columns[0] = price ?? 0;
  columns[1] = price === undefined ? 1 : 0;
}
