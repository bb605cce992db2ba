import { AppError } from '../../../shared/domain/errors.js';

export interface HybridOptions {
  /** Length of the vectors, a multiple of 8. */
  readonly dimension: number;
  readonly loss: 'warp' | 'bpr';
  readonly epochs: number;
  /** Of adagrad. */
  readonly learningRate: number;
  /** WARP gives a pair up, and BPR a positive, after this many draws, a multiple of 4. */
  readonly draws: number;
  /** Tags, words, traits … that fewer items or shoppers have are left out. */
  readonly minimumUses: number;
  /** The most used traits of each side that are kept, beside an id for all who did anything. */
  readonly traitLimit: number;
}

export const hybridDefaults: HybridOptions = {
  dimension: 64,
  loss: 'warp',
  epochs: 30,
  learningRate: 0.03,
  draws: 8,
  minimumUses: 2,
  traitLimit: 50_000,
};

const rules: readonly {
  readonly name: keyof HybridOptions;
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}[] = [
  { name: 'dimension', expected: 'a multiple of 8 from 8 to 512', holds: isStep(8, 512) },
  { name: 'draws', expected: 'a multiple of 4 from 4 to 256', holds: isStep(4, 256) },
  { name: 'epochs', expected: 'a whole number from 1 to 1000', holds: isStep(1, 1_000) },
  { name: 'learningRate', expected: 'a number above 0', holds: (value) => value > 0 },
  { name: 'minimumUses', expected: 'a whole number above 0', holds: isStep(1, 2 ** 31) },
  {
    name: 'traitLimit',
    expected: 'a whole number up to 1,000,000',
    holds: (value) => value === 0 || isStep(1, 1_000_000)(value),
  },
];

function isStep(step: number, most: number): (value: number) => boolean {
  return (value) => value % step === 0 && value >= step && value <= most;
}

/** Throws `invalid` for the first option that is out of its range. */
export function checkedOptions(options: HybridOptions): HybridOptions {
  for (const { name, expected, holds } of rules) {
    const value = options[name];
    if (typeof value === 'number' && holds(value)) continue;
    throw new AppError('invalid', `hybrid ${name} is ${value}, expected ${expected}`);
  }
  return options;
}
