/** Hyperparameters; the defaults were chosen on validation slices of Yoochoose 1/64 and ML-1M. */
export interface GruOptions {
  /** Of embeddings and hidden state; a multiple of 4, and of 16 where products are to be fast. */
  readonly width: number;
  /** Events that a state reaches back, in training and in answers. */
  readonly steps: number;
  readonly epochs: number;
  /** Passes over what is new, and as much of what is old, when there is a previous model. */
  readonly warmEpochs: number;
  /** Epochs without a better validation after which the fit stops. */
  readonly patience: number;
  /** Adam's, falling to zero in a straight line. */
  readonly learningRate: number;
  /** Lower, because a fit that starts from a previous model has less to find and much to lose. */
  readonly warmLearningRate: number;
  /** Positions of sequences in a step, about. */
  readonly batchRows: number;
  /** Sampled per step; catalogues up to `fullSoftmaxItems` are scored whole. */
  readonly negatives: number;
  readonly fullSoftmaxItems: number;
  /** Negatives are drawn in proportion to popularity to this power. */
  readonly popularityPower: number;
  /** Cosines are divided by this before the softmax. */
  readonly temperature: number;
  /** Shares of the inputs' and the states' values that a step keeps. */
  readonly keptInputs: number;
  readonly keptStates: number;
}

export const gruDefaults: GruOptions = {
  width: 96,
  steps: 50,
  epochs: 6,
  warmEpochs: 2,
  patience: 3,
  learningRate: 0.005,
  warmLearningRate: 0.001,
  batchRows: 1_000,
  negatives: 2_048,
  fullSoftmaxItems: 4_000,
  popularityPower: 0.5,
  temperature: 1 / 15,
  keptInputs: 0.9,
  keptStates: 0.8,
};
