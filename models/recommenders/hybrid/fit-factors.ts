import type { FitContext } from '../../../shared/ports/training.js';
import { largestOfAll, weightLimit } from '../../numeric/largest.js';
import { sumRows } from '../../numeric/sparse-rows.js';
import { fitFoldIn } from './fold-in.js';
import type { HybridOptions } from './hybrid-options.js';
import { createWorkspace, type Problem, rowCount, type Workspace } from './workspace.js';

export interface Factors {
  readonly dimension: number;
  /** items × dimension, row-major: each item as the sum of its features. */
  readonly itemVectors: Float32Array;
  readonly itemBiases: Float32Array;
  /** traits of shoppers × dimension, row-major, in the order of their features. */
  readonly traitVectors: Float32Array;
  /** dimension × dimension each, see `placeOf`. */
  readonly foldIn: Float32Array;
  readonly foldInBesideTraits: Float32Array;
  readonly epochs: number;
  /** Mean over the positives of the last epoch. */
  readonly loss: number;
}

/** Milliseconds that one piece of an epoch should take: short enough to be told of a cancellation in between. */
const pieceMs = { least: 20, most: 80 };
/** Places that are shuffled at a time: about as long in a large set. */
const shufflePiece = 500_000;

/** Runs the epochs, one at least. Rejects when weights leave all bounds, naming the epoch, and when the run is cancelled. */
export async function fitFactors(
  problem: Problem,
  options: HybridOptions,
  context: FitContext,
): Promise<Factors> {
  const workspace = createWorkspace(problem, options, context.seed);
  const deadline = performance.now() + (context.timeLimitMs ?? Number.POSITIVE_INFINITY);
  const count = problem.positives.items.length;
  let epochs = 0;
  let loss = 0;
  do {
    const told = (done: number) =>
      context.checkpoint(epochs * count + done, options.epochs * count, `epoch ${epochs + 1}`);
    await runEpoch(workspace, options, { count, told });
    epochs += 1;
    workspace.kernel.sketchAll(rowCount(problem.shoppers), rowCount(problem.items));
    loss = workspace.kernel.lossSoFar() / count;
    refuseNonsense(workspace, loss, `epoch ${epochs} of ${options.epochs}`);
  } while (epochs < options.epochs && performance.now() < deadline);
  const total = options.epochs * count;
  const pause = () => context.checkpoint(total, total, 'places of shoppers');
  return { ...(await factorsOf(problem, workspace, { ...options, pause })), epochs, loss };
}

async function factorsOf(
  { items, shoppers, positives }: Problem,
  { itemVectors, itemBiases, shopperVectors }: Workspace,
  { dimension, pause }: { readonly dimension: number; readonly pause: () => Promise<void> },
) {
  const own = (shoppers.size - shoppers.traits.size) * dimension;
  const vectors = sumRows(items.rows, itemVectors, dimension);
  const mapTo = async (features: Float32Array) => {
    await pause();
    const places = sumRows(shoppers.rows, features, dimension);
    await pause();
    return fitFoldIn(positives, { dimension, itemVectors: vectors, shopperVectors: places });
  };
  return {
    ...{ dimension, itemVectors: vectors, traitVectors: shopperVectors.slice(own) },
    itemBiases: sumRows(items.rows, itemBiases, 1),
    foldIn: await mapTo(shopperVectors),
    foldInBesideTraits: await mapTo(shopperVectors.slice().fill(0, own)),
  };
}

interface Epoch {
  readonly count: number;
  told(done: number): Promise<void>;
}

/** How an epoch is cut does not change what is learnt. */
async function runEpoch(
  { kernel, forces }: Workspace,
  { loss, learningRate, draws }: HybridOptions,
  { count, told }: Epoch,
): Promise<void> {
  kernel.beginEpoch();
  for (let last = count - 1; last >= 0; last -= shufflePiece) {
    kernel.shuffle(last, Math.max(0, last - shufflePiece + 1));
    if (last >= shufflePiece) await told(0);
  }
  const learn = loss === 'warp' ? kernel.learnWarp : kernel.learnBpr;
  let piece = 4_096;
  for (let from = 0; from < count; ) {
    const to = Math.min(count, from + piece);
    const started = performance.now();
    learn(from, to, learningRate, forces, draws);
    const tookMs = performance.now() - started;
    if (tookMs < pieceMs.least) piece *= 2;
    else if (tookMs > pieceMs.most) piece = Math.max(64, piece >> 1);
    from = to;
    await told(from);
  }
}

function refuseNonsense(
  { itemVectors, itemBiases, shopperVectors }: Workspace,
  loss: number,
  when: string,
): void {
  const largest = largestOfAll([itemVectors, itemBiases, shopperVectors]);
  if (Number.isFinite(loss) && largest <= weightLimit) return;
  throw new Error(
    `the hybrid model came apart in ${when}: loss ${loss}, largest weight ${largest}; expected at most ${weightLimit}`,
  );
}
