import type { NodeOptions } from './graph-writer.js';
import { type Dimension, GraphWriter } from './graph-writer.js';
import type { ElementType } from './tensor.js';

/** A tensor of the graph, by name. */
export type Value = string;

/** An input of an operation, and its gradient from the gradients of the operation's outputs. */
type Partial = readonly [input: Value, gradient: (ofOutputs: readonly Value[]) => Value];

interface Operation {
  readonly outputs: readonly Value[];
  readonly partials: readonly Partial[];
}

/**
 * Reverse-mode automatic differentiation that emits ONNX nodes: operations are written as they are called, `backward`
 * writes the gradients behind them, so that a training step is one graph. Matrices are rows × columns. Only what depends
 * on a `variable` gets a gradient. (Griewank and Walther: Evaluating Derivatives, 2008, chapter 3.)
 */
export class Tape {
  readonly graph = new GraphWriter();
  readonly #operations: Operation[] = [];
  readonly #gradients = new Map<Value, Value>();
  readonly #differentiable = new Set<Value>();

  /** Given at each run, and differentiated by. */
  variable(name: string, dims: readonly Dimension[]): Value {
    this.#differentiable.add(name);
    return this.graph.input(name, 'float32', dims);
  }

  /** Given at each run, and taken for constant. */
  input(name: string, dims: readonly Dimension[], type: ElementType = 'float32'): Value {
    return this.graph.input(name, type, dims);
  }

  output(value: Value, name: string, dims: readonly Dimension[]): void {
    this.graph.output(value, name, 'float32', dims);
  }

  matmul(a: Value, b: Value): Value {
    return this.record(this.#product(a, b), [
      [a, ([d = '']) => this.#product(d, b, 'second')],
      [b, ([d = '']) => this.#product(a, d, 'first')],
    ]);
  }

  /** a · bᵀ */
  matmulTransposed(a: Value, b: Value): Value {
    return this.record(this.#product(a, b, 'second'), [
      [a, ([d = '']) => this.#product(d, b)],
      [b, ([d = '']) => this.#product(d, a, 'first')],
    ]);
  }

  /** Adds a vector to every row. */
  bias(a: Value, vector: Value): Value {
    return this.record(this.node('Add', [a, vector]), [
      [a, ([d = '']) => d],
      [vector, ([d = '']) => this.#sum(d, 0, false)],
    ]);
  }

  add(a: Value, b: Value): Value {
    return this.record(this.node('Add', [a, b]), [
      [a, ([d = '']) => d],
      [b, ([d = '']) => d],
    ]);
  }

  sub(a: Value, b: Value): Value {
    return this.record(this.node('Sub', [a, b]), [
      [a, ([d = '']) => d],
      [b, ([d = '']) => this.node('Neg', [d])],
    ]);
  }

  /** Element by element. */
  mul(a: Value, b: Value): Value {
    return this.record(this.node('Mul', [a, b]), [
      [a, ([d = '']) => this.node('Mul', [d, b])],
      [b, ([d = '']) => this.node('Mul', [d, a])],
    ]);
  }

  scale(a: Value, factor: number): Value {
    const scaled = (value: Value) => this.node('Mul', [value, this.graph.scalar(factor)]);
    return this.record(scaled(a), [[a, ([d = '']) => scaled(d)]]);
  }

  relu(a: Value): Value {
    const zero = this.graph.scalar(0);
    const y = this.node('Relu', [a]);
    const gradient = (d: Value) => this.node('Where', [this.node('Greater', [y, zero]), d, zero]);
    return this.record(y, [[a, ([d = '']) => gradient(d)]]);
  }

  sigmoid(a: Value): Value {
    const y = this.node('Sigmoid', [a]);
    const slope = () => this.node('Mul', [y, this.node('Sub', [this.graph.scalar(1), y])]);
    return this.record(y, [[a, ([d = '']) => this.node('Mul', [d, slope()])]]);
  }

  tanh(a: Value): Value {
    const y = this.node('Tanh', [a]);
    const slope = () => this.node('Sub', [this.graph.scalar(1), this.node('Mul', [y, y])]);
    return this.record(y, [[a, ([d = '']) => this.node('Mul', [d, slope()])]]);
  }

  /** Each row divided by its length; a row of zeros stays one. */
  normaliseRows(a: Value): Value {
    const squares = this.node('ReduceSumSquare', [a], { attributes: { axes: [1], keepdims: 1 } });
    const tiny = this.graph.scalar(1e-12);
    const length = this.node('Sqrt', [this.node('Add', [squares, tiny])]);
    const y = this.node('Div', [a, length]);
    const gradient = (d: Value) => {
      const along = this.#sum(this.node('Mul', [d, y]), 1, true);
      const across = this.node('Sub', [d, this.node('Mul', [y, along])]);
      return this.node('Div', [across, length]);
    };
    return this.record(y, [[a, ([d = '']) => gradient(d)]]);
  }

  /** Side by side along columns (1) or one below the other (0). */
  concat(values: readonly Value[], axis: 0 | 1): Value {
    const y = this.node('Concat', values, { attributes: { axis } });
    const sizes = () =>
      this.node(
        'Concat',
        values.map((value) => this.#size(value, axis)),
        { attributes: { axis: 0 } },
      );
    let parts: readonly Value[] | undefined;
    const partOf = (d: Value, at: number) => {
      parts ??= this.graph.nodes('Split', [d, sizes()], values.length, { attributes: { axis } });
      return parts[at] ?? '';
    };
    return this.record(
      y,
      values.map((value, at) => [value, ([d = '']) => partOf(d, at)]),
    );
  }

  /** Into `count` parts of equal width, or as wide as the int64 vector `sizes` says (0 is a width). */
  split(
    a: Value,
    count: number,
    options: { readonly axis: 0 | 1; readonly sizes?: Value },
  ): readonly Value[] {
    const { axis, sizes } = options;
    const inputs = sizes === undefined ? [a] : [a, sizes];
    const parts = this.graph.nodes('Split', inputs, count, { attributes: { axis } });
    this.#note(parts, [
      [a, (gradients) => this.node('Concat', gradients, { attributes: { axis } })],
    ]);
    return parts;
  }

  /** The first rows: as many as the int64 vector of one element says. */
  firstRows(a: Value, count: Value): Value {
    const zero = this.graph.integers([0]);
    const y = this.node('Slice', [a, zero, count, zero]);
    const gradient = (d: Value) => {
      const missing = this.node('Sub', [this.#size(a, 0), count]);
      const pads = this.node('Concat', [this.graph.integers([0, 0]), missing, zero], {
        attributes: { axis: 0 },
      });
      return this.node('Pad', [d, pads]);
    };
    return this.record(y, [[a, ([d = '']) => gradient(d)]]);
  }

  /** Of all elements, a scalar. */
  sum(a: Value): Value {
    const y = this.node('ReduceSum', [a], { attributes: { keepdims: 0 } });
    return this.record(y, [[a, ([d = '']) => this.node('Expand', [d, this.node('Shape', [a])])]]);
  }

  /** Of all elements, a scalar. */
  mean(a: Value): Value {
    const count = () => this.node('Cast', [this.node('Size', [a])], { attributes: { to: 1 } });
    const y = this.node('ReduceMean', [a], { attributes: { keepdims: 0 } });
    const gradient = (d: Value) =>
      this.node('Expand', [this.node('Div', [d, count()]), this.node('Shape', [a])]);
    return this.record(y, [[a, ([d = '']) => gradient(d)]]);
  }

  /** Writes the gradients of a scalar. To be called once, after all operations. */
  backward(loss: Value): void {
    this.#gradients.set(loss, this.graph.scalar(1));
    for (const { outputs, partials } of this.#operations.toReversed()) {
      if (!outputs.some((output) => this.#gradients.has(output))) continue;
      const gradients = outputs.map((output) => this.gradient(output));
      for (const [input, gradient] of partials) {
        if (this.#differentiable.has(input)) this.#accumulate(input, gradient(gradients));
      }
    }
  }

  /** Of the loss by a value; zeros where the loss does not depend on it. */
  gradient(value: Value): Value {
    return (
      this.#gradients.get(value) ?? this.node('ConstantOfShape', [this.node('Shape', [value])])
    );
  }

  /** Notes how an operation with one output is differentiated, and gives the output back. */
  record(output: Value, partials: readonly Partial[]): Value {
    this.#note([output], partials);
    return output;
  }

  node(operator: string, inputs: readonly Value[], options?: NodeOptions): Value {
    return this.graph.node(operator, inputs, options);
  }

  #note(outputs: readonly Value[], partials: readonly Partial[]): void {
    if (!partials.some(([input]) => this.#differentiable.has(input))) return;
    for (const output of outputs) this.#differentiable.add(output);
    this.#operations.push({ outputs, partials });
  }

  #accumulate(value: Value, gradient: Value): void {
    const known = this.#gradients.get(value);
    this.#gradients.set(
      value,
      known === undefined ? gradient : this.node('Add', [known, gradient]),
    );
  }

  #product(a: Value, b: Value, transposed?: 'first' | 'second'): Value {
    const attributes = {
      transA: transposed === 'first' ? 1 : 0,
      transB: transposed === 'second' ? 1 : 0,
    };
    return this.node('Gemm', [a, b], { attributes });
  }

  #sum(a: Value, axis: number, keepsAxis: boolean): Value {
    const attributes = { keepdims: keepsAxis ? 1 : 0 };
    return this.node('ReduceSum', [a, this.graph.integers([axis])], { attributes });
  }

  #size(a: Value, axis: number): Value {
    return this.node('Shape', [a], { attributes: { start: axis, end: axis + 1 } });
  }
}
