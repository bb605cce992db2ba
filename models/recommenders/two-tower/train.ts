import type { Random } from '../../../shared/domain/random.js';
import { largestOfAll, weightLimit } from '../../numeric/largest.js';
import { BestPass } from './best-pass.js';
import { shuffle } from './examples.js';
import type { Learner } from './learner.js';
import type { Pace } from './pace.js';
import { snapshot } from './snapshot.js';
import type { Estimated } from './validate.js';

/** A training from scratch takes at least so many steps, however small the shop. */
const fewestSteps = 300;
/** The rate falls to this share of where it started. */
const lowestRate = 0.02;
/** Passes over a small shop are too short to look at held-out shoppers after each. */
const stepsBetween = 100;

export interface TrainingPlan {
  /** Event rows to learn to predict; their order is changed. */
  readonly rows: Int32Array;
  readonly epochs: number;
  readonly learningRate: number;
  /** How well held-out shoppers are predicted, higher being better; absent where none are held out. */
  readonly validate?: (() => Promise<Estimated>) | undefined;
}

export interface TrainingResult {
  readonly steps: number;
  readonly epochs: number;
  /** Mean of the last pass. */
  readonly loss: number;
  /** Of the best pass, where shoppers were held out. */
  readonly validation?: number;
}

export function epochsOf(epochs: number, rows: number, batchSize: number): number {
  return Math.max(epochs, Math.ceil(fewestSteps / Math.max(1, Math.ceil(rows / batchSize))));
}

interface Company {
  readonly pace: Pace;
  readonly random: Random;
}

/**
 * Passes over the rows in random order, the rate falling in a straight line, until the passes or the time are over or
 * held-out shoppers are predicted clearly worse, see `BestPass`. Rejects where the loss is not finite or weights leave all bounds.
 */
export async function train(
  learner: Learner,
  plan: TrainingPlan,
  company: Company,
): Promise<TrainingResult> {
  let [steps, loss, epochs, lookedAt] = [0, 0, 0, 0];
  const best = new BestPass(() => snapshot(learner.network));
  const isOver = () => epochs >= plan.epochs || company.pace.spent >= 1;
  while (!isOver() && !best.isHopeless && plan.rows.length > 0) {
    const pass = await passOver(learner, plan, { ...company, stepsBefore: steps });
    epochs += 1;
    steps += pass.steps;
    loss = pass.loss;
    refuseExcess(learner, `after ${steps} steps`);
    if (plan.validate === undefined || (steps - lookedAt < stepsBetween && !isOver())) continue;
    lookedAt = steps;
    best.consider(await plan.validate());
  }
  best.restore();
  const { validation } = best;
  return { steps, epochs, loss, ...(validation !== undefined && { validation }) };
}

async function passOver(
  { network, batch, shape }: Learner,
  { rows, epochs, learningRate }: TrainingPlan,
  { pace, random, stepsBefore }: Company & { readonly stepsBefore: number },
): Promise<{ readonly steps: number; readonly loss: number }> {
  const total = epochs * Math.ceil(rows.length / shape.batchSize);
  shuffle(rows, random);
  let [steps, sum] = [0, 0];
  for (let start = 0; start < rows.length && pace.spent < 1; start += shape.batchSize) {
    const done = stepsBefore + steps;
    await pace.touch(done, total);
    batch.fill(rows.subarray(start, start + shape.batchSize));
    const left = 1 - Math.max(done / total, pace.spent);
    const loss = await network.step(batch, learningRate * Math.max(lowestRate, left));
    steps += 1;
    if (!Number.isFinite(loss)) {
      const when = `after ${done + 1} of ${total} steps`;
      throw new Error(`the loss of the two-tower model is ${loss} ${when}`);
    }
    sum += loss;
  }
  return { steps, loss: sum / Math.max(1, steps) };
}

/** Cosines hide weights that left all bounds: the loss stays a number, while nothing more is learnt. */
function refuseExcess({ network: { tables, weights } }: Learner, when: string): void {
  const learnt = [tables.items, tables.labels, tables.traits].map(({ table }) => table.values);
  const dense = weights.names.map((name) => weights.weight(name));
  const largest = largestOfAll([...learnt, ...dense]);
  if (largest <= weightLimit) return;
  throw new Error(
    `the two-tower model came apart ${when}: its largest weight is ${largest}, expected at most ${weightLimit}`,
  );
}
