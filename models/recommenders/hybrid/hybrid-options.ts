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
  learningRate: 0.05,
  draws: 8,
  minimumUses: 2,
  traitLimit: 50_000,
};
