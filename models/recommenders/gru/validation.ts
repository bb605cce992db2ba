import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';
import { type GraphSession, openGraph, type Tensors } from '../../numeric/onnx/graph-session.js';
import { Tape } from '../../numeric/onnx/tape.js';
import { openUnrolled, type UnrolledGraphs } from './graphs.js';
import { hiddenStates, type NetworkShape, weightDims } from './network.js';
import type { PackedBatch } from './packed-batch.js';
import { countsOf, gatherRows, oneHot } from './row-tensors.js';

/** Ranks of some queries at once take three times this many floats. */
const scoresAtOnce = 2_000_000;

/** Judges a network on shoppers that it did not learn from. */
export interface Validation {
  /** Σ 1 / rank of what followed each position; `vectors`: items × width. `pause` is awaited between portions. */
  reciprocalRanks(
    batch: PackedBatch,
    vectors: Float32Array,
    pause: () => Promise<void>,
  ): Promise<number>;
  release(): Promise<void>;
}

export async function openValidation(
  shape: NetworkShape,
  maxSteps: number,
  weights: DenseWeights,
): Promise<Validation> {
  const unrolled = openUnrolled(maxSteps, (steps) => queryGraph(shape, steps));
  const ranking = await openGraph(rankGraph(shape.width), { keepsMemory: true });
  return {
    async reciprocalRanks(batch, vectors, pause) {
      const queries = await queriesOf(unrolled, { shape, weights, batch, vectors });
      const items = vectors.length / shape.width;
      const at = Math.max(1, Math.floor(scoresAtOnce / items));
      let sum = 0;
      for (let from = 0; from < batch.targets.length; from += at) {
        const targets = batch.targets.subarray(from, from + at);
        const asked = queries.subarray(from * shape.width, (from + targets.length) * shape.width);
        const ranks = await ranksOf(ranking, { width: shape.width, asked, targets, vectors });
        for (const rank of ranks) sum += 1 / rank;
        await pause();
      }
      return sum;
    },
    async release() {
      await unrolled.release();
      await ranking.release();
    },
  };
}

interface Asked {
  readonly shape: NetworkShape;
  readonly weights: DenseWeights;
  readonly batch: PackedBatch;
  readonly vectors: Float32Array;
}

/** Of unit length, one for each position: rows × width. */
export async function queriesOf(graphs: UnrolledGraphs, asked: Asked): Promise<Float32Array> {
  const { shape, weights, batch, vectors } = asked;
  const { graph, steps } = await graphs.forSteps(batch.counts.length);
  const dense: Tensors = Object.fromEntries(
    Object.entries(weightDims({ ...shape, features: 0 })).map(([name, dims]) => [
      name,
      { data: weights.weight(name), dims },
    ]),
  );
  const { queries } = await graph.run({
    ...dense,
    inputs: gatherRows(vectors, shape.width, batch.inputs),
    counts: countsOf(batch, steps),
    ...(shape.kinds > 0 && { kinds: oneHot(batch.kinds, shape.kinds) }),
  });
  return queries?.data instanceof Float32Array ? queries.data : new Float32Array(0);
}

/** The network without its loss; `inputs` are rows of the item vectors. */
export function queryGraph(shape: NetworkShape, steps: number): Uint8Array {
  const tape = new Tape();
  for (const [name, dims] of Object.entries(weightDims({ ...shape, features: 0 }))) {
    tape.input(name, dims);
  }
  let inputs = tape.input('inputs', ['rows', shape.width]);
  if (shape.kinds > 0) {
    const kinds = tape.input('kinds', ['rows', shape.kinds]);
    inputs = tape.add(inputs, tape.matmul(kinds, 'kindEmbeddings'));
  }
  const counts = tape.input('counts', [steps], 'int64');
  const states = hiddenStates(tape, inputs, { width: shape.width, steps, counts });
  tape.output(tape.normaliseRows(states), 'queries', ['rows', shape.width]);
  return tape.graph.finish();
}

/** How many items score at least as well as the target, itself included. */
function rankGraph(width: number): Uint8Array {
  const tape = new Tape();
  const queries = tape.input('queries', ['rows', width]);
  const vectors = tape.input('vectors', ['items', width]);
  const targets = tape.input('targets', ['rows', 1], 'int64');
  const scores = tape.matmulTransposed(queries, vectors);
  const own = tape.node('GatherElements', [scores, targets], { attributes: { axis: 1 } });
  const isAsGood = tape.node('GreaterOrEqual', [scores, own]);
  const counted = tape.node('Cast', [isAsGood], { attributes: { to: 1 } });
  const ranks = tape.node('ReduceSum', [counted, tape.graph.integers([1])], {
    attributes: { keepdims: 0 },
  });
  tape.output(ranks, 'ranks', ['rows']);
  return tape.graph.finish();
}

interface Ranked {
  readonly width: number;
  readonly asked: Float32Array;
  readonly targets: Int32Array;
  readonly vectors: Float32Array;
}

async function ranksOf(graph: GraphSession, ranked: Ranked): Promise<readonly number[]> {
  const { width, asked, targets, vectors } = ranked;
  const { ranks } = await graph.run({
    queries: { data: asked, dims: [targets.length, width] },
    vectors: { data: vectors, dims: [vectors.length / width, width] },
    targets: { data: BigInt64Array.from(targets, BigInt), dims: [targets.length, 1] },
  });
  return Array.from(ranks?.data ?? [], Number);
}
