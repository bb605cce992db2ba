import { eventKinds, type Interaction } from '../../../shared/domain/event.js';
import type {
  LearnedModel,
  LearnedQuery,
  LearnedRanking,
} from '../../../shared/ports/learned-model.js';
import { openGraph } from '../../numeric/onnx/graph-session.js';
import { openItemScorer } from '../../numeric/onnx/item-scoring.js';
import { singleAt } from '../../numeric/read.js';
import type { SavedGru } from './model-files.js';
import { isStep } from './vocabulary.js';

const empty: LearnedRanking = { itemIds: [], scores: new Float32Array(0) };

/** Answers with the cosines of items to where the network expects the shopper to go next. */
export async function openGruModel(saved: SavedGru): Promise<LearnedModel> {
  const { itemIds, vectors, steps, weights } = saved;
  const { width: dimension } = saved.shape;
  const rows = new Map(itemIds.map((id, row) => [id, row]));
  // Not all that was saved: what only a later fit needs is not to stay in memory.
  const kinds = weights['kindEmbeddings'] ?? new Float32Array(0);
  const served: Served = { dimension, steps, vectors, kinds, rows };
  const network = await openGraph(saved.graph);
  const scorer = await openItemScorer(vectors, { items: itemIds.length, dimension });
  const queryFor = async (inputs: Float32Array): Promise<Float32Array> => {
    const dims = [inputs.length / dimension, 1, dimension];
    const { query } = await network.run({ inputs: { data: inputs, dims } });
    return query?.data instanceof Float32Array ? query.data : new Float32Array(dimension);
  };
  return {
    name: 'gru',
    size: itemIds.length,
    itemVectors: { itemIds, dimension, values: vectors },
    async rank({ history, count, among }) {
      const inputs = inputsOf(history, served);
      if (inputs.length === 0) return among === undefined ? empty : { ...empty, ...unknown(among) };
      const vector = await queryFor(inputs);
      const best = await scorer.best(vector, count);
      return {
        itemIds: Array.from(best.rows, (row) => itemIds[row] ?? ''),
        scores: best.scores,
        vector,
        ...(among && { amongScores: scoresAmong(among, { vector, vectors, rows }) }),
      };
    },
    async close() {
      await scorer.close();
      await network.release();
    },
  };
}

function unknown(among: NonNullable<LearnedQuery['among']>) {
  return { amongScores: new Float32Array(among.length).fill(Number.NaN) };
}

interface Served {
  readonly dimension: number;
  readonly steps: number;
  readonly vectors: Float32Array;
  /** kinds × dimension; empty where there is only one. */
  readonly kinds: Float32Array;
  readonly rows: ReadonlyMap<string, number>;
}

/** What the network reads: the vectors of the last known steps, each shifted by its kind. */
function inputsOf(history: readonly Interaction[], served: Served): Float32Array {
  const { dimension: width, steps, vectors, kinds, rows } = served;
  const known = history
    .flatMap(({ itemId, kind: name }) => {
      const [row, kind] = [rows.get(itemId), eventKinds.indexOf(name)];
      return row !== undefined && isStep(kind) ? [{ row, kind }] : [];
    })
    .slice(-steps);
  const inputs = new Float32Array(known.length * width);
  known.forEach(({ row, kind }, step) => {
    for (let at = 0; at < width; at += 1) {
      inputs[step * width + at] =
        singleAt(vectors, row * width + at) + singleAt(kinds, kind * width + at);
    }
  });
  return inputs;
}

interface Space {
  readonly vector: Float32Array;
  readonly vectors: Float32Array;
  readonly rows: ReadonlyMap<string, number>;
}

function scoresAmong(among: readonly string[], { vector, vectors, rows }: Space): Float32Array {
  return Float32Array.from(among, (id) => {
    const row = rows.get(id);
    if (row === undefined) return Number.NaN;
    const offset = row * vector.length;
    return vector.reduce((sum, value, at) => sum + value * singleAt(vectors, offset + at), 0);
  });
}
