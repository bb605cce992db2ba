import type { Random } from '../../../shared/domain/random.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { integerAt, singleAt } from '../../numeric/read.js';
import { after } from './examples.js';
import type { TwoTowerState } from './files.js';
import { uniform } from './initial-weights.js';
import type { Learner } from './learner.js';
import type { TwoTowerOptions } from './options.js';
import type { Prepared } from './prepare.js';
import type { TouchedRows } from './touched-rows.js';

/** A warm start learns up to this share of new events; beyond, and once the shop has outgrown the last training from
 * scratch by half, all is learnt anew. */
const newShare = 0.25;
const growth = 1.5;

/** Whether training may go on from an earlier model of this shop. */
export function canGoOn(
  { card }: TwoTowerState,
  { events }: TrainingSet,
  options: TwoTowerOptions,
): boolean {
  const count = events.ts.length;
  const news = events.ts.reduce((sum, ts) => sum + (ts > card.trainedTo ? 1 : 0), 0);
  return (
    card.shape.dimension === options.dimension &&
    card.shape.hidden === options.hidden &&
    card.historyLimit === options.historyLimit &&
    card.textDimension === options.textDimension &&
    news <= newShare * count &&
    count <= growth * card.coldEvents
  );
}

/** Draws the tables of a training from scratch. Items without events stay zero: they are what their features say. */
export function startCold({ network }: Learner, prepared: Prepared, random: Random): void {
  const { items, labels, traits } = network.tables;
  const limit = 1 / Math.sqrt(items.table.width);
  for (const { table } of [items, labels, traits]) {
    table.values.set(uniform(table.values.length, limit, random));
  }
  prepared.frequencies.forEach((frequency, item) => {
    if (frequency === 0) rowOfTable(items, item).fill(0);
  });
}

/** Puts what an earlier model has learnt in place, by name, and gives new items a place near what came before them. */
export function startWarm({ network }: Learner, prepared: Prepared, previous: TwoTowerState): void {
  const { items, labels, traits } = network.tables;
  labels.table.values.set(previous.labels);
  traits.table.values.set(previous.traits);
  for (const [name, values] of previous.weights) network.weights.weight(name).set(values);
  const rows = new Map(previous.card.itemIds.map((id, row) => [id, row]));
  const isNew = prepared.set.items.map((item, number) => {
    const row = rows.get(item.id);
    if (row === undefined) return true;
    const { width } = items.table;
    rowOfTable(items, number).set(previous.embeddings.subarray(row * width, (row + 1) * width));
    return false;
  });
  if (prepared.described.width === 0) foldIn(items, prepared, isNew);
}

/** A new item that nothing is known of starts as the mean of what shoppers did before they came to it. */
function foldIn(items: TouchedRows, prepared: Prepared, isNew: readonly boolean[]): void {
  const { events } = prepared.set;
  const counts = new Int32Array(isNew.length);
  for (const row of prepared.examples) {
    const [item, before] = [integerAt(events.item, row), integerAt(events.item, row - 1)];
    if (!isNew[item] || isNew[before]) continue;
    const [target, source] = [rowOfTable(items, item), rowOfTable(items, before)];
    const count = integerAt(counts, item) + 1;
    counts[item] = count;
    source.forEach((value, at) => {
      const held = singleAt(target, at);
      target[at] = held + (value - held) / count;
    });
  }
}

function rowOfTable({ table }: TouchedRows, row: number): Float32Array {
  return table.values.subarray(row * table.width, (row + 1) * table.width);
}

/** The new examples, each with some old ones beside it so that what was learnt is not forgotten. */
export function warmExamples(
  { examples, set }: Prepared,
  trainedTo: number,
  { replay, random }: { readonly replay: number; readonly random: Random },
): Int32Array<ArrayBuffer> {
  const news = after(examples, set.events, trainedTo);
  const old = Math.min(Math.round(news.length * replay), examples.length - news.length);
  const rows = new Int32Array(news.length + old);
  rows.set(news);
  for (let at = news.length; at < rows.length; at += 1) {
    rows[at] = integerAt(examples, Math.floor(random() * examples.length));
  }
  return rows;
}
