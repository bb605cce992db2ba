import { builtInEventTypes, eventKinds } from '../../../shared/domain/event.js';
import type {
  FitContext,
  FittedModel,
  Trainer,
  TrainingSet,
} from '../../../shared/ports/training.js';
import { integerAt, singleAt } from '../../numeric/read.js';
import { type Factors, fitFactors } from './fit-factors.js';
import { decodeHybrid, encodeHybrid, type HybridParts } from './hybrid-files.js';
import { openHybridModel } from './hybrid-model.js';
import { checkedOptions, type HybridOptions, hybridDefaults } from './hybrid-options.js';
import { hasPositive } from './positives.js';
import { describedRows, problemOf } from './problem.js';
import type { Problem } from './workspace.js';

/** What a fit may take beside the training set: half of what WebAssembly can address. */
const memoryLimitBytes = 2 ** 31;

/**
 * Hybrid matrix factorisation: shoppers and items as sums of what describes them, so that new ones have a place too. Each
 * fit starts anew: on MovieLens-100K every way of starting from the model before came out worse, precision@10 .236 at
 * best against .251, and a fit takes a second. Throws `invalid` for options that make no sense.
 */
export function createHybridTrainer(options: Partial<HybridOptions> = {}): Trainer {
  const chosen = checkedOptions({ ...hybridDefaults, ...options });
  return {
    name: 'hybrid',
    parameters: { ...chosen },
    declines: (set) => reasonAgainst(set, chosen),
    fit: (set, context) => fitHybrid(set, chosen, context),
    load: (files) => openHybridModel(decodeHybrid(files)),
  };
}

function reasonAgainst(set: TrainingSet, options: HybridOptions): string | undefined {
  const bytes = fitBytes(set, options);
  if (bytes > memoryLimitBytes) {
    const [needed, most] = [bytes, memoryLimitBytes].map((value) => Math.ceil(value / 2 ** 20));
    return `${set.items.length} items, ${set.shoppers.ids.length} shoppers and ${set.events.item.length} events take ${needed} MiB to fit, at most ${most}`;
  }
  if (hasPositive(set.events, set.items.length)) return undefined;
  return 'nobody has shown interest in an item yet';
}

/** At most: an id and a sketch for everybody and everything, the traits, and what is known of each event. */
function fitBytes({ items, shoppers, events }: TrainingSet, options: HybridOptions): number {
  const { dimension, traitLimit } = options;
  const each = 6 * dimension + 64;
  const traits = 2 * traitLimit * 4 * dimension;
  return (items.length + shoppers.ids.length) * each + traits + 32 * events.item.length;
}

async function fitHybrid(
  set: TrainingSet,
  options: HybridOptions,
  context: FitContext,
): Promise<FittedModel> {
  const started = performance.now();
  const pause = () => context.checkpoint(0, options.epochs, 'features');
  const problem = await problemOf(set, options, pause);
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
  const { dimension, traitVectors, foldIn, foldInBesideTraits } = factors;
  const idOf = (item: number) => set.items[item]?.id ?? '';
  const ranked = [...describedRows(items)].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return {
    ...{ dimension, traitVectors, foldIn, foldInBesideTraits },
    itemIds: ranked.map(idOf),
    itemVectors: rowsOf(factors.itemVectors, ranked, dimension),
    itemBiases: Float32Array.from(ranked, (item) => singleAt(factors.itemBiases, item)),
    traits: [...shoppers.traits.keys()],
    kindWeights: kindWeightsOf(set),
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
