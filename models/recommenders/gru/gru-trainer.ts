import { AppError } from '../../../shared/domain/errors.js';
import type {
  FitContext,
  FittedModel,
  Trainer,
  TrainingSet,
} from '../../../shared/ports/training.js';
import { fitNetwork } from './fit-network.js';
import { openGruModel } from './gru-model.js';
import { readGru, type SavedGru, writeGru } from './model-files.js';
import { type GruOptions, gruDefaults } from './options.js';
import { planFit } from './plan.js';
import { servingGraph } from './serving-graph.js';
import { isStep } from './vocabulary.js';

/** Embeddings and their moments take 12 bytes a value in one WebAssembly memory. */
const maxValues = 100_000_000;

/**
 * A recurrent network that names the next item of a session of any length (Hidasi et al., "Session-based recommendations
 * with recurrent neural networks", 2016, and "Recurrent neural networks with top-k gains", 2018): cosine softmax over
 * sampled negatives with logQ correction, output embeddings tied to the input's. What an item is called counts beside its
 * id. Memory: about 15 MB per million events and 24 bytes × width per item.
 */
export function createGruTrainer(given: Partial<GruOptions> = {}): Trainer {
  const options = { ...gruDefaults, ...given };
  return {
    name: 'gru',
    parameters: { ...options },
    declines: (set) => reasonToDecline(set, options),
    fit: (set, context) => fitGru(set, context, options),
    load: async (files) => openGruModel(readGru(files)),
  };
}

function reasonToDecline(
  { events, items }: TrainingSet,
  { width }: GruOptions,
): string | undefined {
  if (items.length * width > maxValues) {
    return `${items.length} items are more than the ${Math.floor(maxValues / width)} that fit in memory`;
  }
  for (let shopper = 0; shopper + 1 < events.starts.length; shopper += 1) {
    const kinds = events.kind.subarray(events.starts[shopper], events.starts[shopper + 1]);
    if (kinds.findIndex(isStep) !== kinds.findLastIndex(isStep)) return undefined;
  }
  return 'no shopper has taken two steps, so there is no next one to learn';
}

async function fitGru(
  set: TrainingSet,
  context: FitContext,
  options: GruOptions,
): Promise<FittedModel> {
  const plan = await planFit(set, context, { options, previous: readPrevious(context) });
  const fitted = await fitNetwork(plan, context, options);
  const { shape, vocabulary, featureSpace, trainedTo, previous } = plan;
  const { embeddings, vectors, weights, figures } = fitted;
  const saved: SavedGru = {
    ...{ shape, trainedTo, weights, embeddings, vectors, steps: options.steps },
    itemIds: vocabulary.itemIds,
    ...(featureSpace && { featureSpace }),
    graph: servingGraph({ width: shape.width, weights }),
  };
  return { files: writeGru(saved), figures: { ...figures, warm: previous === undefined ? 0 : 1 } };
}

/** A previous model that cannot be read, such as one of another format, is no reason not to train: it is left aside. */
function readPrevious({ previous }: FitContext): SavedGru | undefined {
  if (previous === undefined) return undefined;
  try {
    return readGru(previous);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return undefined;
    throw error;
  }
}
