import { builtInEventTypes, eventKinds } from '../../../shared/domain/event.js';
import type {
  FitContext,
  FittedModel,
  Trainer,
  TrainingSet,
} from '../../../shared/ports/training.js';
import { integerAt, singleAt } from '../../numeric/read.js';
import type { FeatureRows } from './feature-rows.js';
import { type Factors, fitFactors } from './fit-factors.js';
import { decodeHybrid, encodeHybrid, type HybridParts } from './hybrid-files.js';
import { createHybridModel } from './hybrid-model.js';
import { type HybridOptions, hybridDefaults } from './hybrid-options.js';
import { describedRows, problemOf } from './problem.js';
import { type Problem, workspaceBytes } from './workspace.js';

/** WebAssembly cannot address more, and a server should not spend more on this. */
const memoryLimitBytes = 2 ** 31;

/** Hybrid matrix factorisation: items and shoppers as sums of what describes them, so that new ones have a place too. */
export function createHybridTrainer(options: Partial<HybridOptions> = {}): Trainer {
  const chosen: HybridOptions = { ...hybridDefaults, ...options };
  return {
    name: 'hybrid',
    parameters: { ...chosen },
    declines: (set) => reasonAgainst(set),
    fit: (set, context) => fitHybrid(set, chosen, context),
    load: async (files) => createHybridModel(decodeHybrid(files)),
  };
}

function reasonAgainst(set: TrainingSet): string | undefined {
  const dismissal = eventKinds.indexOf('dismiss');
  if (set.events.kind.every((kind) => kind === dismissal)) {
    return 'nobody has done anything with an item yet';
  }
  return undefined;
}

async function fitHybrid(
  set: TrainingSet,
  options: HybridOptions,
  context: FitContext,
): Promise<FittedModel> {
  const started = performance.now();
  const problem = problemOf(set, options);
  const bytes = workspaceBytes(problem, options.dimension);
  if (bytes > memoryLimitBytes) {
    throw new Error(
      `the hybrid model would take ${bytes} bytes to fit, at most ${memoryLimitBytes}`,
    );
  }
  const factors = await fitFactors(problem, options, context);
  return {
    files: encodeHybrid(partsOf(set, problem, factors)),
    figures: {
      epochs: factors.epochs,
      loss: factors.loss,
      positives: problem.positives.items.length,
      itemFeatures: problem.items.size,
      shopperFeatures: problem.shoppers.size,
      seconds: (performance.now() - started) / 1_000,
    },
  };
}

/** Items without any feature have no place among the others and are left out. */
function partsOf(set: TrainingSet, { items, shoppers }: Problem, factors: Factors): HybridParts {
  const { dimension } = factors;
  const ranked = [...describedRows(items)];
  return {
    dimension,
    itemIds: ranked.map((item) => set.items[item]?.id ?? ''),
    itemVectors: rowsOf(factors.itemVectors, ranked, dimension),
    itemBiases: Float32Array.from(ranked, (item) => singleAt(factors.itemBiases, item)),
    ...traitsOf(shoppers, factors),
    kindWeights: kindWeightsOf(set),
  };
}

function traitsOf({ traits }: FeatureRows, { shopperVectors, dimension }: Factors) {
  return {
    traits: [...traits.keys()],
    traitVectors: rowsOf(shopperVectors, [...traits.values()], dimension),
  };
}

function rowsOf(matrix: Float32Array, rows: readonly number[], dimension: number): Float32Array {
  const chosen = new Float32Array(rows.length * dimension);
  for (const [at, row] of rows.entries()) {
    chosen.set(matrix.subarray(row * dimension, (row + 1) * dimension), at * dimension);
  }
  return chosen;
}

/** The mean weight of the events of each kind; the built-in one where the set has none. */
function kindWeightsOf({ events }: TrainingSet): readonly number[] {
  const sums = new Float64Array(eventKinds.length);
  const counts = new Int32Array(eventKinds.length);
  for (const [row, kind] of events.kind.entries()) {
    sums[kind] = (sums[kind] ?? 0) + singleAt(events.weight, row);
    counts[kind] = integerAt(counts, kind) + 1;
  }
  return eventKinds.map((kind, index) => {
    const count = integerAt(counts, index);
    return count > 0 ? (sums[index] ?? 0) / count : (builtInEventTypes.get(kind)?.weight ?? 1);
  });
}
