import { openItemScorer } from '../../../models/numeric/onnx/item-scoring.js';
import { quantiseRows } from '../../../models/numeric/onnx/quantise-rows.js';
import { seededRandom } from '../../../shared/domain/random.js';
import type { Row } from '../report.js';

const dimension = 128;
const count = 50;
const questions = 40;

/** Top-50 of items × 128 in process, one thread: milliseconds, and what 8-bit integers find of the true best. */
export async function itemScoring(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const items of [10_000, 50_000, 150_000]) {
    const values = gaussian(items * dimension, items);
    const asked = Array.from({ length: questions }, (_, at) => gaussian(dimension, at + 1));
    const exact = await measure(values, asked, 'float32');
    const quantised = await measure(values, asked, 'int8');
    const scanned = await measure(coarse(values, items), asked.map(coarseQuery), 'float32');
    const data = `top-${count} of ${items} × ${dimension}`;
    const bar = items === 150_000 ? '4 ms (aim 1), recall ≥ .98' : '';
    const recalls = `recall ${recallOf(scanned, exact)} before, ${recallOf(quantised, exact)} after re-rank`;
    rows.push({ data, model: 'float32', measured: exact.time, bar });
    rows.push({ data, model: 'int8', measured: `${quantised.time}, ${recalls}`, bar });
  }
  return rows;
}

interface Measured {
  readonly found: readonly (readonly number[])[];
  readonly time: string;
}

async function measure(
  values: Float32Array,
  asked: readonly Float32Array[],
  precision: 'float32' | 'int8',
): Promise<Measured> {
  const items = values.length / dimension;
  const scorer = await openItemScorer(values, { items, dimension, precision });
  const [times, found]: [number[], number[][]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    for (const [at, query] of asked.entries()) {
      const started = performance.now();
      const { rows } = await scorer.best(query, count);
      if (round > 0) times.push(performance.now() - started);
      found[at] = [...rows];
    }
  }
  await scorer.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  return { found, time: `${at(0.5)} ms, p95 ${at(0.95)}` };
}

function recallOf(measured: Measured, truth: Measured): string {
  const hits = measured.found.map((rows, at) => {
    const best = new Set(truth.found[at]);
    return rows.filter((row) => best.has(row)).length / count;
  });
  return (hits.reduce((sum, hit) => sum + hit, 0) / hits.length).toFixed(3);
}

/** The values that the integers of the scan stand for. */
function coarse(values: Float32Array, items: number): Float32Array {
  const { transposed, scales } = quantiseRows(values, { items, dimension });
  return values.map((_, place) => {
    const [item, at] = [Math.floor(place / dimension), place % dimension];
    return (transposed[at * items + item] ?? 0) * (scales[item] ?? 0);
  });
}

/** As DynamicQuantizeLinear rounds a query: 256 steps from its least to its largest value. */
function coarseQuery(query: Float32Array): Float32Array {
  const [least, largest] = [Math.min(0, ...query), Math.max(0, ...query)];
  const step = (largest - least) / 255;
  const zero = Math.round(-least / step);
  return query.map((value) => (Math.round(value / step + zero) - zero) * step);
}

function gaussian(length: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => random() + random() + random() + random() - 2);
}
