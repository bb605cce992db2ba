import { describe, expect, it } from 'vitest';
import { SparseRowsBuilder, sumRows } from '../../../../../models/numeric/sparse-rows.js';
import type { FeatureRows } from '../../../../../models/recommenders/hybrid/feature-rows.js';
import { hybridDefaults } from '../../../../../models/recommenders/hybrid/hybrid-options.js';
import {
  createWorkspace,
  type Problem,
  type Workspace,
} from '../../../../../models/recommenders/hybrid/workspace.js';

const dimension = 8;
const rate = 0.01;

function rowsOf(...rows: readonly (readonly (readonly [number, number])[])[]): FeatureRows {
  const builder = new SparseRowsBuilder(rows.length);
  for (const row of rows) {
    for (const [column, value] of row) builder.add(column, value);
    builder.endRow();
  }
  return { rows: builder.build(), size: 4, traits: new Map() };
}

/** Shopper 0 chose item 0 and shopper 1 item 1, so that either is the only negative of the other. */
const problem: Problem = {
  shoppers: rowsOf(
    [
      [0, 0.6],
      [1, 0.8],
    ],
    [[2, 1]],
  ),
  items: rowsOf(
    [
      [0, 0.8],
      [2, 0.6],
    ],
    [
      [1, 0.5],
      [3, 0.7],
    ],
  ),
  positives: {
    starts: Int32Array.of(0, 1, 2),
    shoppers: Int32Array.of(0, 1),
    items: Int32Array.of(0, 1),
    weights: Float32Array.of(1.5, 1),
  },
  drawable: Int32Array.of(0, 1),
};

function workspaceOf(loss: 'warp' | 'bpr'): Workspace {
  const workspace = createWorkspace(problem, { ...hybridDefaults, dimension, loss, draws: 64 }, 5);
  for (const matrix of weightsOf(workspace)) {
    for (let at = 0; at < matrix.length; at += 1) {
      matrix[at] = 0.4 * Math.sin(at * 1.7 + matrix.length);
    }
  }
  workspace.kernel.sketchAll(2, 2);
  return workspace;
}

const weightsOf = (of: Pick<Workspace, 'shopperVectors' | 'itemVectors' | 'itemBiases'>) => [
  of.shopperVectors,
  of.itemVectors,
  of.itemBiases,
];

/** How far the positive of shopper 0 leads its negative. */
function leadOf([shoppers, items, biases]: readonly Float32Array[]): number {
  const empty = new Float32Array(0);
  const own = sumRows(problem.shoppers.rows, shoppers ?? empty, dimension);
  const rows = sumRows(problem.items.rows, items ?? empty, dimension);
  const [first = 0, second = 0] = sumRows(problem.items.rows, biases ?? empty, 1);
  let lead = first - second;
  for (let at = 0; at < dimension; at += 1) {
    lead += (own[at] ?? 0) * ((rows[at] ?? 0) - (rows[dimension + at] ?? 0));
  }
  return lead;
}

/** Slopes of the loss by finite differences, one for each weight. */
function slopes(weights: readonly Float32Array[], loss: (lead: number) => number): number[] {
  const width = 1e-2;
  return weights.flatMap((matrix) =>
    Array.from(matrix.keys(), (at) => {
      const held = matrix[at] ?? 0;
      matrix[at] = held + width;
      const above = loss(leadOf(weights));
      matrix[at] = held - width;
      const below = loss(leadOf(weights));
      matrix[at] = held;
      return (above - below) / (2 * width);
    }),
  );
}

describe('the kernel of pairs', () => {
  it.each([
    // The table of forces is filled with twos below; with two items to draw from it would be all zeros.
    { loss: 'bpr' as const, lossOf: (lead: number) => 1.5 * Math.log1p(Math.exp(-lead)) },
    { loss: 'warp' as const, lossOf: (lead: number) => 1.5 * 2 * Math.max(0, 1 - lead) },
  ])('takes the step of adagrad against the slope of the $loss loss', ({ loss, lossOf }) => {
    const workspace = workspaceOf(loss);
    const { kernel, forces } = workspace;
    const before = weightsOf(workspace).map((matrix) => matrix.slice());
    if (loss === 'bpr') kernel.learnBpr(0, 1, rate, forces, 64);
    else {
      forcesOf(workspace).fill(2);
      kernel.learnWarp(0, 1, rate, forces, 64);
    }
    expect(kernel.pairsSoFar()).toBe(1);
    const expected = slopes(before, lossOf);
    const moved = weightsOf(workspace).flatMap((matrix, which) =>
      Array.from(matrix, (weight, at) => (weight - (before[which]?.[at] ?? 0)) / -rate),
    );
    for (const [at, slope] of expected.entries()) expect(moved[at]).toBeCloseTo(slope, 2);
  });

  it('learns nothing from a pair that is far enough apart', () => {
    const workspace = workspaceOf('warp');
    workspace.itemBiases.set([50, 0, 50, 0]);
    workspace.kernel.sketchAll(2, 2);
    workspace.kernel.learnWarp(0, 1, rate, workspace.forces, 64);
    expect(workspace.kernel.pairsSoFar()).toBe(0);
    expect(workspace.kernel.lossSoFar()).toBe(0);
  });

  it('keeps every positive with its weight when it shuffles', () => {
    const { kernel, forces } = workspaceOf('bpr');
    kernel.beginEpoch();
    kernel.shuffle(1, 0);
    kernel.learnBpr(0, 2, 1e-9, forces, 64);
    expect(kernel.pairsSoFar()).toBe(2);
  });
});

function forcesOf({ itemBiases, forces }: Workspace): Float32Array {
  return new Float32Array(itemBiases.buffer, forces, 65);
}
