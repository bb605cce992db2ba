import { openGraph } from '../../numeric/onnx/graph-session.js';
import { Tape } from '../../numeric/onnx/tape.js';

interface ItemMatrices {
  readonly width: number;
  /** items × width. */
  readonly embeddings: Float32Array;
  /** items × columns, and columns × width; both empty where items have no features. */
  readonly features: Float32Array;
  readonly featureWeights: Float32Array;
}

/** What the network makes of each item: embedding and projected features, of unit length. items × width. */
export async function itemVectorsOf(matrices: ItemMatrices): Promise<Float32Array> {
  const { width, embeddings, features, featureWeights } = matrices;
  const items = embeddings.length / width;
  const columns = featureWeights.length / width;
  const tape = new Tape();
  let sum = tape.input('embeddings', [items, width]);
  if (columns > 0) {
    const described = tape.input('features', [items, columns]);
    sum = tape.add(sum, tape.matmul(described, tape.input('featureWeights', [columns, width])));
  }
  tape.output(tape.normaliseRows(sum), 'vectors', [items, width]);
  const graph = await openGraph(tape.graph.finish());
  const vectors = new Float32Array(items * width);
  await graph.run(
    {
      embeddings: { data: embeddings, dims: [items, width] },
      ...(columns > 0 && {
        features: { data: features, dims: [items, columns] },
        featureWeights: { data: featureWeights, dims: [columns, width] },
      }),
    },
    { vectors: { data: vectors, dims: [items, width] } },
  );
  await graph.release();
  return vectors;
}
