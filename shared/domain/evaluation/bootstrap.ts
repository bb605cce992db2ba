import type { Estimate } from '../model-version.js';
import { seededRandom } from '../random.js';

const resamples = 1_000;
/** More values are summed up to so many runs of neighbours first: the interval is the same, the work bounded. */
const mostBlocks = 2_000;
const tail = 0.025;

/**
 * The mean with the interval between the 2.5th and the 97.5th percentile of the means of resamples (Efron 1979). The same
 * for the same seed; NaN of no values. Where there are many values neighbours are drawn together, so that cases of one
 * shopper, which are alike, stay together (Künsch 1989).
 */
export function bootstrapMean(values: Float64Array, seed: number): Estimate {
  const blocks = blocksOf(values);
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
): Estimate {
  if (candidate.length !== baseline.length) {
    throw new RangeError(
      `pairs need equal lengths, got ${candidate.length} and ${baseline.length} values`,
    );
  }
  return bootstrapMean(
    candidate.map((value, at) => value - (baseline[at] ?? 0)),
    seed,
  );
}

interface Blocks {
  readonly sums: Float64Array;
  readonly sizes: Float64Array;
}

function blocksOf(values: Float64Array): Blocks {
  const count = Math.min(values.length, mostBlocks);
  const edge = (block: number) => Math.floor((block * values.length) / count);
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (let block = 0; block < count; block += 1) {
    const part = values.subarray(edge(block), edge(block + 1));
    sums[block] = sumOf(part);
    sizes[block] = part.length;
  }
  return { sums, sizes };
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
