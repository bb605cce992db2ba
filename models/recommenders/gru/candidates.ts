import type { Random } from '../../../shared/domain/random.js';
import { floatAt, integerAt } from '../../numeric/read.js';

/** The items that a step tells apart. */
export interface Candidates {
  /** Rows of the vocabulary, none twice. */
  readonly rows: Int32Array;
  /** By candidate: what to add to its logit. */
  readonly bias: Float32Array;
  /** By position: which candidate is its target. */
  readonly targets: BigInt64Array;
}

export interface Choice {
  /** For the given targets, rows of the vocabulary by position. The arrays are used again by the next call. */
  choose(targets: Int32Array): Candidates;
}

/** All items: an exact softmax. */
export function wholeCatalogue(items: number, maxPositions: number): Choice {
  const rows = Int32Array.from({ length: items }, (_, row) => row);
  const bias = new Float32Array(items);
  const places = new BigInt64Array(maxPositions);
  return {
    choose(targets) {
      targets.forEach((row, position) => {
        places[position] = BigInt(row);
      });
      return { rows, bias, targets: places.subarray(0, targets.length) };
    },
  };
}

interface Sampling {
  /** By row: how often it is a target in an epoch. */
  readonly frequencies: Float64Array;
  readonly negatives: number;
  readonly popularityPower: number;
  readonly maxPositions: number;
  readonly random: Random;
}

/**
 * The targets of the batch and `negatives` draws by popularity. The bias is −log of the chance of being among them, so
 * that the sampled softmax leans as the exact one does (logQ correction, Bengio and Senécal 2008).
 */
export function sampledCatalogue(sampling: Sampling): Choice {
  const { frequencies, negatives, maxPositions, random } = sampling;
  const items = frequencies.length;
  const cumulative = cumulativeOf(frequencies, sampling.popularityPower);
  const total = frequencies.reduce((sum, frequency) => sum + frequency, 0);
  const rows = new Int32Array(Math.min(items, negatives + maxPositions));
  const bias = new Float32Array(rows.length);
  const places = new BigInt64Array(maxPositions);
  const placeOf = new Int32Array(items);
  const chosenIn = new Int32Array(items);
  let round = 0;
  let count = 0;
  const place = (row: number): number => {
    if (integerAt(chosenIn, row) === round) return integerAt(placeOf, row);
    chosenIn[row] = round;
    placeOf[row] = count;
    rows[count] = row;
    count += 1;
    return count - 1;
  };
  const chanceOf = (row: number, positions: number): number => {
    const share = floatAt(cumulative, row) - (row === 0 ? 0 : floatAt(cumulative, row - 1));
    const expected = negatives * share + (positions * floatAt(frequencies, row)) / total;
    return 1 - Math.exp(-expected);
  };
  return {
    choose(targets) {
      round += 1;
      count = 0;
      targets.forEach((row, position) => {
        places[position] = BigInt(place(row));
      });
      for (let draw = 0; draw < negatives; draw += 1) place(firstAbove(cumulative, random()));
      for (let at = 0; at < count; at += 1) {
        bias[at] = -Math.log(chanceOf(integerAt(rows, at), targets.length));
      }
      return {
        rows: rows.subarray(0, count),
        bias: bias.subarray(0, count),
        targets: places.subarray(0, targets.length),
      };
    },
  };
}

/** Shares that add up to 1, in running sums. */
function cumulativeOf(frequencies: Float64Array, power: number): Float64Array {
  // An item that nobody has touched counts as touched once: it is to be told apart, too.
  const weights = frequencies.map((frequency) => Math.max(1, frequency) ** power);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  return weights.map((weight) => {
    running += weight / total;
    return running;
  });
}

function firstAbove(cumulative: Float64Array, value: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (floatAt(cumulative, middle) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
