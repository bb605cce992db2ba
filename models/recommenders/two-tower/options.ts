/** What the two-tower model is made and trained with. */
export interface TwoTowerOptions {
  /** Of the vectors; a multiple of 4. */
  readonly dimension: number;
  /** Width of the user tower's hidden layer. */
  readonly hidden: number;
  /** Examples a step. */
  readonly batchSize: number;
  /** Items that a target competes with in a step; all of them where the shop has no more. */
  readonly candidates: number;
  /** Share of the exponent with which popular items are drawn: 0 evenly, 1 as often as they occur. */
  readonly drawPower: number;
  /** Cosines are multiplied by this before the softmax. */
  readonly sharpness: number;
  readonly learningRate: number;
  /** Share of the user tower's inputs that a step leaves out. */
  readonly dropout: number;
  /** Passes over the examples, fewer where shoppers held out stop gaining. */
  readonly epochs: number;
  /** Steps of a history that count, the newest. */
  readonly historyLimit: number;
  /** Examples taken of one shopper, the newest. */
  readonly shopperLimit: number;
  /** Of a warm start: passes over the new events, old examples beside each new one, and its learning rate. */
  readonly warmEpochs: number;
  readonly replay: number;
  readonly warmLearningRate: number;
  /** Columns that item texts are reduced to; with the two of the price a multiple of 4. */
  readonly textDimension: number;
}

export const defaultOptions: TwoTowerOptions = {
  dimension: 100,
  hidden: 256,
  batchSize: 500,
  candidates: 2_000,
  drawPower: 0.5,
  sharpness: 16,
  learningRate: 0.005,
  dropout: 0.3,
  epochs: 4,
  historyLimit: 30,
  shopperLimit: 2_000,
  warmEpochs: 2,
  replay: 1,
  warmLearningRate: 0.002,
  textDimension: 62,
};
