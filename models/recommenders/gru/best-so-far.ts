import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';

/** Shares of a score that chance moves it by: a later state, learned at a lower rate, is kept unless worse by more. */
const noise = 0.005;

/** Keeps the best state of a network and gives it back. */
export class BestSoFar {
  readonly #embeddings: Float32Array;
  readonly #weights: DenseWeights;
  #kept:
    | { readonly embeddings: Float32Array; readonly weights: readonly Float32Array[] }
    | undefined;
  #score = Number.NEGATIVE_INFINITY;
  #sinceBest = 0;

  constructor(embeddings: Float32Array, weights: DenseWeights) {
    this.#embeddings = embeddings;
    this.#weights = weights;
  }

  get score(): number {
    return this.#score;
  }

  /** How many states in a row were no better. */
  get sinceBest(): number {
    return this.#sinceBest;
  }

  /** `score` ≥ 0; higher is better. */
  offer(score: number): void {
    this.#sinceBest = score > this.#score ? 0 : this.#sinceBest + 1;
    this.#score = Math.max(this.#score, score);
    if (score < this.#score * (1 - noise)) return;
    this.#kept = {
      embeddings: this.#embeddings.slice(),
      weights: this.#weights.names.map((name) => this.#weights.weight(name).slice()),
    };
  }

  /** Puts the best state back in its place; leaves things as they are where none was offered. */
  restore(): void {
    if (this.#kept === undefined) return;
    this.#embeddings.set(this.#kept.embeddings);
    for (const [at, name] of this.#weights.names.entries()) {
      this.#weights.weight(name).set(this.#kept.weights[at] ?? []);
    }
  }
}
