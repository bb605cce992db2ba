import type { DenseWeights } from '../../numeric/onnx/dense-weights.js';

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

  offer(score: number): void {
    this.#sinceBest += 1;
    if (score <= this.#score) return;
    this.#score = score;
    this.#sinceBest = 0;
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
