import { openGraph } from '../../numeric/onnx/graph-session.js';
import { integerAt, singleAt } from '../../numeric/read.js';
import { rowOf } from '../item-features/label-vocabulary.js';
import type { Learner } from './learner.js';
import type { Prepared } from './prepare.js';
import { itemTowerGraph } from './towers.js';

const chunk = 5_000;

/**
 * What the item tower makes of every item, items × dimension, not scaled to unit length: what was learnt of its id (zeros
 * for an item without events), of its labels, and what its features say.
 */
export async function describeCatalogue(
  { network, shape }: Learner,
  { described, set }: Prepared,
  pause: () => Promise<void>,
): Promise<Float32Array> {
  const { dimension } = shape;
  const items = network.tables.items.table.values.slice();
  for (let item = 0; item < set.items.length; item += 1) {
    const row = items.subarray(item * dimension, (item + 1) * dimension);
    addLabels(row, rowOf(described.labels, item), network.tables.labels.table.values);
    if (item % chunk === chunk - 1) await pause();
  }
  if (described.width === 0) return items;
  const tower = await openGraph(itemTowerGraph(shape, network.weights.weight('features.weight')));
  for (let start = 0; start < set.items.length; start += chunk) {
    const rows = Math.min(chunk, set.items.length - start);
    const part = (values: Float32Array, width: number) => ({
      data: values.subarray(start * width, (start + rows) * width),
      dims: [rows, width],
    });
    const learnt = part(items, dimension);
    const features = part(described.values, described.width);
    const { items: made } = await tower.run({ learnt, features });
    if (made?.data instanceof Float32Array) learnt.data.set(made.data);
    await pause();
  }
  await tower.release();
  return items;
}

function addLabels(row: Float32Array, labels: Int32Array, table: Float32Array): void {
  for (let label = 0; label < labels.length; label += 1) {
    const start = integerAt(labels, label) * row.length;
    for (let at = 0; at < row.length; at += 1) {
      row[at] = singleAt(row, at) + singleAt(table, start + at) / labels.length;
    }
  }
}
