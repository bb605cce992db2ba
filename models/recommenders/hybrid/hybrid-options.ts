export interface HybridOptions {
  /** Length of the vectors, a multiple of 4. */
  readonly dimension: number;
  readonly loss: 'warp' | 'bpr';
  readonly epochs: number;
  /** Of adagrad. */
  readonly learningRate: number;
  /** WARP gives a pair up, and BPR a positive, after this many draws. */
  readonly draws: number;
  /** Tags, words, traits … that fewer items or shoppers have are left out. */
  readonly minimumUses: number;
  /** Of each side: own ids of the most active, then the most used others; 8 × dimension bytes each while it is fitted. */
  readonly featureLimit: number;
}

export const hybridDefaults: HybridOptions = {
  dimension: 64,
  loss: 'warp',
  epochs: 30,
  learningRate: 0.05,
  draws: 10,
  minimumUses: 2,
  featureLimit: 200_000,
};
