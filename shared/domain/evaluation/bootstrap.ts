import type { Estimate } from '../model-version.js';
import { seededRandom } from '../random.js';

const resamples = 1_000;
/** More values are summed up to so many runs of neighbours first: the interval is the same, the work bounded. */
const mostBlocks = 2_000;
const tail = 0.025;

/**
 * The mean with the interval between the 2.5th and the 97.5th percentile of the means of resamples (Efron 1979). The same
 * for the same seed; NaN of no values. `groups` says by value whose it is, numbered from 0: a group is drawn whole,
 * because answers to one shopper are alike, and an interval that takes them for independent is too narrow (Field &
 * Welsh 2007). Where it is absent each value stands alone.
 */
export function bootstrapMean(values: Float64Array, seed: number, groups?: Int32Array): Estimate {
  const blocks = fewer(groups ? grouped(values, groups) : alone(values));
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: resamples }, () =>
    resampledMean(blocks, random),
  ).sort();
  const at = (share: number) => means[Math.round(share * (resamples - 1))] ?? Number.NaN;
  return { mean: sumOf(values) / values.length, low: at(tail), high: at(1 - tail) };
}

/**
 * The mean of `candidate` minus `baseline`, pair by pair: what both find hard or easy cancels out. Throws RangeError for
 * arrays of different lengths.
 */
export function bootstrapDifference(
  candidate: Float64Array,
  baseline: Float64Array,
  seed: number,
  groups?: Int32Array,
): Estimate {
  if (candidate.length !== baseline.length) {
    throw new RangeError(
      `pairs need equal lengths, got ${candidate.length} and ${baseline.length} values`,
    );
  }
  return bootstrapMean(
    candidate.map((value, at) => value - (baseline[at] ?? 0)),
    seed,
    groups,
  );
}

interface Blocks {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

function alone(values: Float64Array): Blocks {
  return { sums: values, sizes: new Float64Array(values.length).fill(1) };
}

function grouped(values: Float64Array, groups: Int32Array): Blocks {
  const count = groups.reduce((most, group) => Math.max(most, group + 1), 0);
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (const [at, group] of groups.entries()) {
    sums[group] = (sums[group] ?? 0) + (values[at] ?? 0);
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  return { sums, sizes };
}

/** Neighbours are summed up where there are more than `mostBlocks` (Künsch 1989). */
function fewer({ sums, sizes }: Blocks): Blocks {
  const count = Math.min(sums.length, mostBlocks);
  const edge = (block: number) => Math.floor((block * sums.length) / count);
  const merged = (of: Float64Array) =>
    Float64Array.from({ length: count }, (_, block) =>
      sumOf(of.subarray(edge(block), edge(block + 1))),
    );
  return { sums: merged(sums), sizes: merged(sizes) };
}

function resampledMean({ sums, sizes }: Blocks, random: () => number): number {
  let sum = 0;
  let size = 0;
  for (let draw = 0; draw < sums.length; draw += 1) {
    const block = Math.floor(random() * sums.length);
    sum += sums[block] ?? 0;
    size += sizes[block] ?? 0;
  }
  return sum / size;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
