import { GraphWriter } from '../../../models/numeric/onnx/graph-writer.js';
import { type Random, seededRandom } from '../../../shared/domain/random.js';

export interface TransformerShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Of the feed-forward part. */
  readonly inner: number;
  readonly vocabulary: number;
  readonly positions: number;
}

/** all-MiniLM-L6-v2's, with fewer words. */
export const miniLmShape: TransformerShape = {
  ...{ layers: 6, width: 384, heads: 12, inner: 1_536, vocabulary: 2_000, positions: 512 },
};

/**
 * BERT with random weights (Devlin et al., 2019): `input_ids`, `attention_mask` and `token_type_ids`, batch × tokens, to
 * `last_hidden_state`, batch × tokens × width. Products in 8-bit integers, as models are quantised for processors.
 */
export function bertGraph(shape: TransformerShape, seed: number): Uint8Array {
  const writer = new TransformerWriter(shape.width, seededRandom(seed));
  const { graph } = writer;
  const dims = ['batch', 'tokens'];
  const ids = graph.input('input_ids', 'int64', dims);
  const mask = graph.input('attention_mask', 'int64', dims);
  const types = graph.input('token_type_ids', 'int64', dims);
  const embedded = [
    graph.node('Gather', [writer.table('words', shape.vocabulary), ids]),
    graph.node('Gather', [writer.table('positions', shape.positions), writer.upTo(ids)]),
    graph.node('Gather', [writer.table('types', 2), types]),
  ].reduce((sum, part) => graph.node('Add', [sum, part]));
  const bias = writer.maskBias(mask);
  let state = writer.normalise(embedded);
  for (let layer = 0; layer < shape.layers; layer += 1) state = writer.layer(state, bias, shape);
  graph.output(state, 'last_hidden_state', 'float32', [...dims, shape.width]);
  return graph.finish();
}

/** Writes the parts of a transformer, each with random weights of its own. */
class TransformerWriter {
  readonly graph = new GraphWriter();
  readonly #width: number;
  readonly #random: Random;
  #weights = 0;

  constructor(width: number, random: Random) {
    this.#width = width;
    this.#random = random;
  }

  table(name: string, rows: number): string {
    const data = this.#draw(rows * this.#width, 1);
    return this.graph.constant(name, { data, dims: [rows, this.#width] });
  }

  /** 0, 1, 2 … for as many tokens as there are. */
  upTo(ids: string): string {
    const { graph } = this;
    const one = graph.integers([1]);
    const length = graph.node('Slice', [
      ...[graph.node('Shape', [ids]), one, graph.integers([2]), graph.integers([0])],
    ]);
    const scalar = (value: number) =>
      graph.constant(`scalar_${value}`, { data: BigInt64Array.of(BigInt(value)), dims: [] });
    return graph.node('Range', [scalar(0), graph.node('Squeeze', [length]), scalar(1)]);
  }

  /** 0 where there is a token, very negative where there is none: batch × 1 × 1 × tokens. */
  maskBias(mask: string): string {
    const { graph } = this;
    const wide = graph.node('Unsqueeze', [mask, graph.integers([1, 2])]);
    const float = graph.node('Cast', [wide], { attributes: { to: 1 } });
    const missing = graph.node('Sub', [graph.scalar(1), float]);
    return graph.node('Mul', [missing, graph.scalar(-10_000)]);
  }

  normalise(state: string): string {
    const scale = this.#vector(() => 1);
    const shift = this.#vector(() => 0);
    return this.graph.node('LayerNormalization', [state, scale, shift], {
      attributes: { axis: -1, epsilon: { float: 1e-12 } },
    });
  }

  layer(state: string, bias: string, { heads, inner }: TransformerShape): string {
    const { graph } = this;
    const attended = this.#attention(state, bias, heads);
    const first = this.normalise(graph.node('Add', [state, attended]));
    const risen = this.#gelu(this.#linear(first, this.#width, inner));
    const fed = this.#linear(risen, inner, this.#width);
    return this.normalise(graph.node('Add', [first, fed]));
  }

  #attention(state: string, bias: string, heads: number): string {
    const { graph } = this;
    const [width, size] = [this.#width, this.#width / heads];
    const split = (perm: readonly number[]) => {
      const projected = this.#linear(state, width, width);
      const shape = graph.integers([0, 0, heads, size]);
      return graph.node('Transpose', [graph.node('Reshape', [projected, shape])], {
        attributes: { perm },
      });
    };
    const [query, key, value] = [split([0, 2, 1, 3]), split([0, 2, 3, 1]), split([0, 2, 1, 3])];
    const products = graph.node('MatMul', [query, key]);
    const scores = graph.node('Div', [products, graph.scalar(Math.sqrt(size))]);
    const shares = graph.node('Softmax', [graph.node('Add', [scores, bias])], {
      attributes: { axis: -1 },
    });
    const mixed = graph.node('Transpose', [graph.node('MatMul', [shares, value])], {
      attributes: { perm: [0, 2, 1, 3] },
    });
    const joined = graph.node('Reshape', [mixed, graph.integers([0, 0, width])]);
    return this.#linear(joined, width, width);
  }

  #linear(input: string, from: number, to: number): string {
    const { graph } = this;
    const [quantised = '', scale = '', zero = ''] = graph.nodes(
      'DynamicQuantizeLinear',
      [input],
      3,
    );
    const weights = this.#integers(from, to);
    const none = graph.constant('int8_zero', { data: Int8Array.of(0), dims: [] });
    const product = graph.node('MatMulInteger', [quantised, weights, zero, none]);
    const float = graph.node('Cast', [product], { attributes: { to: 1 } });
    const step = graph.scalar(1 / (64 * Math.sqrt(from)));
    const scaled = graph.node('Mul', [float, graph.node('Mul', [scale, step])]);
    return graph.node('Add', [scaled, this.#constant([to], this.#draw(to, 0.02))]);
  }

  #gelu(input: string): string {
    const { graph } = this;
    const erf = graph.node('Erf', [graph.node('Div', [input, graph.scalar(Math.SQRT2)])]);
    const half = graph.node('Mul', [input, graph.node('Add', [erf, graph.scalar(1)])]);
    return graph.node('Mul', [half, graph.scalar(0.5)]);
  }

  #integers(from: number, to: number): string {
    const data = Int8Array.from(
      { length: from * to },
      () => Math.floor(this.#random() * 255) - 127,
    );
    this.#weights += 1;
    return this.graph.constant(`weights_${this.#weights}`, { data, dims: [from, to] });
  }

  #vector(value: () => number): string {
    return this.#constant([this.#width], Float32Array.from({ length: this.#width }, value));
  }

  #constant(dims: readonly number[], data: Float32Array): string {
    this.#weights += 1;
    return this.graph.constant(`weights_${this.#weights}`, { data, dims });
  }

  #draw(length: number, spread: number): Float32Array {
    return Float32Array.from({ length }, () => (this.#random() - 0.5) * 2 * spread);
  }
}
