import { openGraph, type Tensors } from '../../../../../models/numeric/onnx/graph-session.js';
import { Tape, type Value } from '../../../../../models/numeric/onnx/tape.js';
import { seededRandom } from '../../../../../shared/domain/random.js';

interface Problem {
  /** Sizes of the variables by name. */
  readonly variables: Readonly<Record<string, readonly number[]>>;
  /** Constants of the run, declared by `build` with `tape.input`. */
  readonly inputs?: Tensors;
  /** Anything: its elements are summed with unequal weights, so that no gradient cancels out. */
  readonly build: (tape: Tape) => Value;
  readonly from?: number;
}

/** The largest difference between the tape's gradients and central differences, over all variables. */
export async function gradientError(problem: Problem): Promise<number> {
  const { variables, inputs = {}, build, from = -1 } = problem;
  const random = seededRandom(7);
  const feeds: Record<string, { data: Float32Array; dims: readonly number[] }> = {};
  const tape = new Tape();
  for (const [name, dims] of Object.entries(variables)) {
    tape.variable(name, dims);
    const length = dims.reduce((product, dim) => product * dim, 1);
    feeds[name] = { data: Float32Array.from({ length }, () => from + 2 * random()), dims };
  }
  const value = build(tape);
  const ramp = tape.node('Sin', [positions(tape, value)]);
  const loss = tape.sum(tape.mul(value, ramp));
  tape.backward(loss);
  tape.output(loss, 'loss', []);
  for (const [name, dims] of Object.entries(variables)) {
    tape.output(tape.gradient(name), `d-${name}`, dims);
  }
  const graph = await openGraph(tape.graph.finish());
  const results = await graph.run({ ...feeds, ...inputs });
  const lossAt = async () => Number((await graph.run({ ...feeds, ...inputs }))['loss']?.data[0]);
  let worst = 0;
  for (const [name, { data }] of Object.entries(feeds)) {
    for (const [at, middle] of data.entries()) {
      const step = 1e-2;
      data[at] = middle + step;
      const above = await lossAt();
      data[at] = middle - step;
      const below = await lossAt();
      data[at] = middle;
      const difference = (above - below) / (2 * step);
      worst = Math.max(worst, Math.abs(difference - Number(results[`d-${name}`]?.data[at])));
    }
  }
  await graph.release();
  return worst;
}

/** 1, 2, 3 … in the shape of a value. */
function positions(tape: Tape, value: Value): Value {
  const flat = tape.graph.integers([-1]);
  const ones = tape.node('ConstantOfShape', [tape.node('Shape', [value])]);
  const one = tape.node('Add', [ones, tape.graph.scalar(1)]);
  const line = tape.node('Reshape', [one, flat]);
  const axis = tape.graph.constant('axis', { data: BigInt64Array.of(0n), dims: [] });
  const counted = tape.node('CumSum', [line, axis]);
  return tape.node('Reshape', [counted, tape.node('Shape', [value])]);
}
