import { describe, expect, it } from 'vitest';
import { openGraph, type Tensors } from '../../../../../models/numeric/onnx/graph-session.js';
import type { Tensor } from '../../../../../models/numeric/onnx/tensor.js';
import { viewCount } from '../../../../../models/recommenders/two-tower/history-views.js';
import { initialWeights } from '../../../../../models/recommenders/two-tower/initial-weights.js';
import { occasionWidth } from '../../../../../models/recommenders/two-tower/occasion.js';
import {
  itemTowerGraph,
  rankGraph,
  trainingGraph,
  userTowerGraph,
} from '../../../../../models/recommenders/two-tower/towers.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

const shape = {
  ...{ dimension: 4, hidden: 5, features: 3, hasTraits: true },
  ...{ batchSize: 2, candidates: 3, sharpness: 8 },
};
const { dimension, batchSize, candidates, features } = shape;
const random = seededRandom(11);
const drawn = (...dims: readonly number[]): Tensor & { readonly data: Float32Array } => {
  const length = dims.reduce((product, dim) => product * dim, 1);
  return { data: Float32Array.from({ length }, () => random() - 0.5), dims };
};
const weights = initialWeights(shape, random);

type Matrix = readonly (readonly number[])[];

function rowsOf({ data, dims }: Tensor): Matrix {
  const width = dims[1] ?? 1;
  const all = Array.from(data, Number);
  return Array.from({ length: all.length / width }, (_, row) =>
    all.slice(row * width, (row + 1) * width),
  );
}

function weight(name: string): Tensor {
  const found = weights[name];
  if (found === undefined) throw new Error(`no weight ${name}`);
  return found;
}

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    (b[0] ?? []).map((_, column) =>
      row.reduce((sum, value, at) => sum + value * (b[at]?.[column] ?? 0), 0),
    ),
  );
const plus = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, at) => row.map((value, column) => value + (b[at]?.[column] ?? 0)));
const unit = (a: Matrix): Matrix => a.map((row) => row.map((value) => value / Math.hypot(...row)));

/** The user tower in plain loops. */
function userVectors(views: Matrix, occasion: Matrix, traits: Matrix): Matrix {
  const all = views.map((row, at) => [...row, ...(occasion[at] ?? []), ...(traits[at] ?? [])]);
  const bias = rowsOf(weight('hidden.bias')).map(([value = 0]) => value);
  const hidden = times(all, rowsOf(weight('hidden.weight'))).map((row) =>
    row.map((value, at) => Math.max(0, value + (bias[at] ?? 0))),
  );
  const around = times(views, rowsOf(weight('skip.weight')));
  return unit(plus(times(hidden, rowsOf(weight('output.weight'))), around));
}

const views = drawn(batchSize * viewCount, dimension);
const items = drawn(candidates, dimension);
const viewFeatures = drawn(batchSize * viewCount, features);
const itemFeatures = drawn(candidates, features);
const occasion = drawn(batchSize, occasionWidth);
const traits = drawn(batchSize, dimension);
const corrections = drawn(candidates);
const targets = [2, 0];

/** The loss in plain loops, second example counting three times as much. */
function plainLoss(): number {
  const tower = rowsOf(weight('features.weight'));
  const seen = plus(rowsOf(views), times(rowsOf(viewFeatures), tower));
  const sideBySide = [0, 1].map((at) => seen.slice(at * viewCount, (at + 1) * viewCount).flat());
  const users = userVectors(sideBySide, rowsOf(occasion), rowsOf(traits));
  const known = unit(plus(rowsOf(items), times(rowsOf(itemFeatures), tower)));
  const losses = users.map((user, at) => {
    const logits = known.map(
      (item, slot) =>
        shape.sharpness * item.reduce((sum, value, place) => sum + value * (user[place] ?? 0), 0) +
        (corrections.data[slot] ?? 0),
    );
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return Math.log(total) - (logits[targets[at] ?? 0] ?? 0);
  });
  return ((losses[0] ?? 0) + 3 * (losses[1] ?? 0)) / 4;
}

function feeds(): Tensors {
  const moments = Object.entries(weights).flatMap(([name, { data, dims }]) => [
    [`${name}.first`, { data: new Float32Array(data.length), dims }] as const,
    [`${name}.second`, { data: new Float32Array(data.length), dims }] as const,
  ]);
  const ones = batchSize * viewCount * dimension;
  return {
    ...{ ...weights, ...Object.fromEntries(moments), views, items, occasion, traits, corrections },
    'views.features': viewFeatures,
    'items.features': itemFeatures,
    mask: { data: new Float32Array(ones).fill(1), dims: [batchSize, viewCount * dimension] },
    targets: { data: BigInt64Array.from(targets, BigInt), dims: [batchSize, 1] },
    weights: { data: Float32Array.of(1, 3), dims: [batchSize, 1] },
    rate: { data: Float32Array.of(0.01), dims: [] },
  };
}

describe('the training graph', () => {
  it('computes the loss that plain loops compute', async () => {
    const graph = await openGraph(trainingGraph(shape));
    const { loss } = await graph.run(feeds());
    expect(Number(loss?.data[0])).toBeCloseTo(plainLoss(), 5);
    await graph.release();
  });

  it('gives the gradients of what is looked up', async () => {
    const graph = await openGraph(trainingGraph(shape));
    const result = await graph.run(feeds());
    for (const [name, { data }] of Object.entries({ views, items, traits })) {
      const gradient = result[`${name}.gradient`]?.data ?? [];
      for (const at of data.keys()) {
        const middle = data[at] ?? 0;
        data[at] = middle + 1e-3;
        const above = plainLoss();
        data[at] = middle - 1e-3;
        const below = plainLoss();
        data[at] = middle;
        expect(Number(gradient[at])).toBeCloseTo((above - below) / 2e-3, 3);
      }
    }
    await graph.release();
  });

  it('falls when its gradients are followed', async () => {
    const graph = await openGraph(trainingGraph(shape));
    const first = await graph.run(feeds());
    const next = Object.keys(weights).map((name) => [name, first[`${name}.next`]] as const);
    const second = await graph.run({ ...feeds(), ...Object.fromEntries(next) } as Tensors);
    expect(Number(second['loss']?.data[0])).toBeLessThan(Number(first['loss']?.data[0]));
    await graph.release();
  });
});

describe('the serving graphs', () => {
  it('make of a user what plain loops make', async () => {
    const data = (name: string) => Float32Array.from(weight(name).data, Number);
    const graph = await openGraph(userTowerGraph(shape, data));
    const side = { data: views.data, dims: [batchSize, viewCount * dimension] };
    const { vector } = await graph.run({ views: side, occasion, traits });
    const expected = userVectors(rowsOf(side), rowsOf(occasion), rowsOf(traits)).flat();
    expected.forEach((value, at) => {
      expect(Number(vector?.data[at])).toBeCloseTo(value, 5);
    });
    await graph.release();
  });

  it('make of items what plain loops make, and count those ahead', async () => {
    const tower = weight('features.weight');
    const graph = await openGraph(itemTowerGraph(shape, Float32Array.from(tower.data, Number)));
    const { items: made } = await graph.run({ learnt: items, features: itemFeatures });
    const expected = plus(rowsOf(items), times(rowsOf(itemFeatures), rowsOf(tower))).flat();
    expected.forEach((value, at) => {
      expect(Number(made?.data[at])).toBeCloseTo(value, 5);
    });
    await graph.release();
    const ranks = await openGraph(rankGraph(2));
    const { ahead } = await ranks.run({
      vector: { data: Float32Array.of(1, 0, 0, 1), dims: [2, 2] },
      items: { data: Float32Array.of(3, 1, 2, 2, 1, 3), dims: [3, 2] },
      targets: { data: BigInt64Array.of(2n, 1n), dims: [2, 1] },
    });
    expect(Array.from(ahead?.data ?? [], Number)).toEqual([2, 1]);
    await ranks.release();
  });
});
