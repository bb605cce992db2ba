import type { Estimated } from './validate.js';

/** Looks in a row at which held-out shoppers are predicted clearly worse, after which training stops. */
const patience = 2;

/**
 * Remembers the last state that was not clearly worse than the best on held-out shoppers: a falling rate evens out more
 * than a sample of shoppers shows.
 */
export class BestPass {
  readonly #keep: () => () => void;
  #restore: (() => void) | undefined;
  #misses = 0;
  /** Of the best state so far; undefined before the first look. */
  validation: number | undefined;

  /** `keep` copies the state; what it gives back puts the copy in place. */
  constructor(keep: () => () => void) {
    this.#keep = keep;
  }

  get isHopeless(): boolean {
    return this.#misses >= patience;
  }

  consider({ mean, error }: Estimated): void {
    if (this.validation !== undefined && mean < this.validation - error) {
      this.#misses += 1;
      return;
    }
    this.#misses = 0;
    this.validation = Math.max(mean, this.validation ?? mean);
    this.#restore = this.#keep();
  }

  /** Puts the remembered state back, where there was a look. */
  restore(): void {
    this.#restore?.();
  }
}
