import { type GraphSession, openGraph } from '../../numeric/onnx/graph-session.js';
import { integerAt } from '../../numeric/read.js';
import { type History, occasionOf, readHistory, shopperOf } from './examples.js';
import {
  type ItemTable,
  sharesByLength,
  toItemTable,
  viewCount,
  viewHistory,
} from './history-views.js';
import type { Learner } from './learner.js';
import { meanRow } from './mean-row.js';
import { occasionWidth, writeOccasion } from './occasion.js';
import type { Prepared } from './prepare.js';
import { rankGraph, userTowerGraph } from './towers.js';
import { describeCatalogue } from './whole-catalogue.js';

/** Questions ranked at once: their scores of all items are held together. */
const chunk = 32;

/** The mean of a sample and how far chance alone may move it: its standard error. */
export interface Estimated {
  readonly mean: number;
  readonly error: number;
}

/** How high held-out rows stand among all items: the mean of 1 / log₂(1 + rank), which is NDCG without a cutoff. */
export async function validate(
  learner: Learner,
  prepared: Prepared,
  { held, historyLimit, pause }: Validation,
): Promise<Estimated> {
  const { network, shape } = learner;
  const items = toItemTable(await describeCatalogue(learner, prepared, pause), shape.dimension);
  const tower = await openGraph(userTowerGraph(shape, (name) => network.weights.weight(name)));
  const ranks = await openGraph(rankGraph(shape.dimension));
  const ask = createQuestions(learner, prepared, { items, historyLimit });
  const gains: number[] = [];
  for (let start = 0; start < held.length; start += chunk) {
    const rows = held.subarray(start, start + chunk);
    const ahead = await countAhead({ tower, ranks }, ask(rows), items);
    gains.push(...ahead.map((count) => 1 / Math.log2(count + 2)));
    await pause();
  }
  await tower.release();
  await ranks.release();
  return estimate(gains);
}

function estimate(sample: readonly number[]): Estimated {
  const count = sample.length;
  const mean = sample.reduce((sum, value) => sum + value, 0) / count;
  const squares = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares) / count };
}

interface Validation {
  /** Event rows. */
  readonly held: Int32Array;
  readonly historyLimit: number;
  readonly pause: () => Promise<void>;
}

interface Questions {
  readonly views: Float32Array;
  readonly occasions: Float32Array;
  readonly traits: Float32Array | undefined;
  readonly targets: BigInt64Array;
}

/** For each question how many items score higher than its target. */
async function countAhead(
  graphs: { readonly tower: GraphSession; readonly ranks: GraphSession },
  { views, occasions, traits, targets }: Questions,
  { vectors, lengths, dimension }: ItemTable,
): Promise<readonly number[]> {
  const rows = targets.length;
  const { vector } = await graphs.tower.run({
    views: { data: views, dims: [rows, viewCount * dimension] },
    occasion: { data: occasions, dims: [rows, occasionWidth] },
    ...(traits && { traits: { data: traits, dims: [rows, dimension] } }),
  });
  if (vector === undefined) return [];
  const { ahead } = await graphs.ranks.run({
    vector,
    items: { data: vectors, dims: [lengths.length, dimension] },
    targets: { data: targets, dims: [rows, 1] },
  });
  return Array.from(ahead?.data ?? [], Number);
}

function createQuestions(
  { network, shape }: Learner,
  { set, traits, usesClock }: Prepared,
  { items, historyLimit }: { readonly items: ItemTable; readonly historyLimit: number },
) {
  const { events } = set;
  const { dimension, hasTraits } = shape;
  const shares = sharesByLength(historyLimit);
  const past: History = { rows: new Int32Array(historyLimit), length: 0 };
  const traitTable = network.tables.traits.table.values;
  return (rows: Int32Array): Questions => {
    const views = new Float32Array(rows.length * viewCount * dimension);
    const occasions = new Float32Array(rows.length * occasionWidth);
    const known = hasTraits ? new Float32Array(rows.length * dimension) : undefined;
    rows.forEach((row, at) => {
      readHistory(events, row, past);
      const steps = past.rows.subarray(0, past.length).map((step) => integerAt(events.item, step));
      views.set(viewHistory(steps, shares[past.length] ?? [], items), at * viewCount * dimension);
      writeOccasion(occasionOf(events, row, past, usesClock), occasions, at * occasionWidth);
      const own = traits.get(shopperOf(events, row)) ?? [];
      known?.set(meanRow(own, traitTable, dimension), at * dimension);
    });
    const targets = BigInt64Array.from(rows, (row) => BigInt(integerAt(events.item, row)));
    return { views, occasions, traits: known, targets };
  };
}
