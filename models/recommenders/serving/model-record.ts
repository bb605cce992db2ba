import type { ModelName } from '../../../shared/domain/ranking.js';
import type { ModelHealth } from '../../../shared/ports/model-host.js';
import type { Clock } from '../../../shared/ports/runtime.js';

/** Counts how a model fares. */
export class ModelRecord {
  readonly #model: { readonly name: ModelName; readonly size: number };
  readonly #clock: Clock;
  #answered = 0;
  #failed = 0;
  #lastFailure: ModelHealth['lastFailure'];

  constructor(model: { readonly name: ModelName; readonly size: number }, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
  }

  /** The answer itself, counted; an aborted one is neither answered nor failed. */
  async keep<T>(answer: Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      const given = await answer;
      this.#answered += 1;
      return given;
    } catch (error) {
      signal?.throwIfAborted();
      this.#failed += 1;
      const message = error instanceof Error ? error.message : String(error);
      this.#lastFailure = { message, at: this.#clock() };
      throw error;
    }
  }

  health(isLoaded: boolean): ModelHealth {
    const { name, size } = this.#model;
    const counts = { answered: this.#answered, failed: this.#failed };
    const last = this.#lastFailure;
    return { name, isLoaded, size, ...counts, ...(last && { lastFailure: last }) };
  }
}
