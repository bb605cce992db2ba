import { GraphWriter } from '../../../models/numeric/onnx/graph-writer.js';
import { seededRandom } from '../../../shared/domain/random.js';

export interface ClipShape {
  readonly side: number;
  readonly patch: number;
  readonly width: number;
  readonly dimensions: number;
  readonly vocabulary: number;
}

/** `pixel_values`, batch × 3 × side × side, to `image_embeds`: patches, their mean, a projection; random weights. */
export function visionGraph(
  { side, patch, width, dimensions }: ClipShape,
  seed: number,
): Uint8Array {
  const graph = new GraphWriter();
  const pixels = graph.input('pixel_values', 'float32', ['batch', 3, side, side]);
  const kernels = graph.constant('kernels', draw([width, 3, patch, patch], seed));
  const patches = graph.node('Relu', [
    graph.node('Conv', [pixels, kernels], { attributes: { strides: [patch, patch] } }),
  ]);
  const means = graph.node('Reshape', [
    graph.node('GlobalAveragePool', [patches]),
    graph.integers([0, width]),
  ]);
  const projection = graph.constant('projection', draw([width, dimensions], seed + 1));
  graph.output(graph.node('MatMul', [means, projection]), 'image_embeds', 'float32', [
    ...['batch', dimensions],
  ]);
  return graph.finish();
}

/** `input_ids`, batch × tokens, to `text_embeds`: the greatest of the token vectors, place by place; random weights. */
export function textGraph({ vocabulary, dimensions }: ClipShape, seed: number): Uint8Array {
  const graph = new GraphWriter();
  const ids = graph.input('input_ids', 'int64', ['batch', 'tokens']);
  const words = graph.constant('words', draw([vocabulary, dimensions], seed));
  const embedded = graph.node('Gather', [words, ids]);
  const greatest = graph.node('ReduceMax', [embedded], { attributes: { axes: [1], keepdims: 0 } });
  graph.output(greatest, 'text_embeds', 'float32', ['batch', dimensions]);
  return graph.finish();
}

function draw(dims: readonly number[], seed: number) {
  const random = seededRandom(seed);
  const length = dims.reduce((product, dim) => product * dim, 1);
  return { data: Float32Array.from({ length }, () => random() - 0.5), dims };
}
