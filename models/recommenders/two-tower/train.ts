import type { Random } from '../../../shared/domain/random.js';
import { shuffle } from './examples.js';
import type { Learner } from './learner.js';
import type { Pace } from './pace.js';
import { snapshot } from './snapshot.js';

/** A training from scratch takes at least so many steps, however small the shop. */
const fewestSteps = 300;
/** The rate falls to this share of where it started. */
const lowestRate = 0.02;
/** Passes without gain after which training stops. */
const patience = 2;

export interface TrainingPlan {
  /** Event rows to learn to predict; their order is changed. */
  readonly rows: Int32Array;
  readonly epochs: number;
  readonly learningRate: number;
  /** How well held-out shoppers are predicted, higher being better; absent where none are held out. */
  readonly validate?: (() => Promise<number>) | undefined;
}

export interface TrainingResult {
  readonly steps: number;
  readonly epochs: number;
  /** Mean of the last pass. */
  readonly loss: number;
  /** Of the pass that was kept, where shoppers were held out. */
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
 * held-out shoppers stop gaining; keeps the best pass. Rejects where the loss is not finite.
 */
export async function train(
  learner: Learner,
  plan: TrainingPlan,
  company: Company,
): Promise<TrainingResult> {
  let [steps, loss, epochs] = [0, 0, 0];
  let best: Best | undefined;
  while (epochs < plan.epochs && company.pace.spent < 1 && plan.rows.length > 0) {
    const pass = await passOver(learner, plan, { ...company, stepsBefore: steps });
    epochs += 1;
    steps += pass.steps;
    loss = pass.loss;
    if (plan.validate === undefined) continue;
    const validation = await plan.validate();
    if (best === undefined || validation > best.validation) {
      best = { validation, epochs, restore: snapshot(learner.network) };
    } else if (epochs - best.epochs >= patience) break;
  }
  best?.restore();
  return { steps, epochs, loss, ...(best && { validation: best.validation }) };
}

interface Best {
  readonly validation: number;
  readonly epochs: number;
  restore(): void;
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
