import { objectives } from '../../../../shared/domain/event.js';
import type { GraphSession } from '../../../numeric/onnx/graph-session.js';
import { singleAt } from '../../../numeric/read.js';
import { featureCount } from './features.js';
import type { SessionCandidates } from './session-candidates.js';

/** candidates × objectives, row-major, from the serving graph. */
export async function networkScores(
  session: GraphSession,
  { itemIds, features }: SessionCandidates,
): Promise<Float32Array> {
  const size = itemIds.length;
  const values = new Float32Array(size * objectives.length);
  await session.run(
    { features: { data: features, dims: [size, featureCount] } },
    { scores: { data: values, dims: [size, objectives.length] } },
  );
  return values;
}

/** exp(score − best) of the column of an objective. */
export function likelihoods(values: Float32Array, column: number): Float32Array {
  const width = objectives.length;
  let best = Number.NEGATIVE_INFINITY;
  for (let at = column; at < values.length; at += width)
    best = Math.max(best, singleAt(values, at));
  return Float32Array.from({ length: values.length / width }, (_, row) =>
    Math.exp(singleAt(values, row * width + column) - best),
  );
}

/** The column of counted scores among the features. */
export function countedScores(
  { itemIds, features }: SessionCandidates,
  column: number,
): Float32Array {
  return Float32Array.from(itemIds, (_, at) => singleAt(features, at * featureCount + column));
}
