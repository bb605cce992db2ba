import { AppError } from '../../domain/errors.js';
import type { PointerValue } from '../../ports/artifact-store.js';

export interface LoadProblem {
  readonly version: string;
  readonly message: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

const retryMs = { first: 10_000, last: 300_000 };

/** The last version that could not be loaded, and when to try it again: twice as long after each time in a row. */
export class LoadFailure {
  #mark: string | undefined;
  #times = 0;
  #problem: LoadProblem | undefined;

  get problem(): LoadProblem | undefined {
    return this.#problem;
  }

  note({ value, mark }: PointerValue, error: unknown, now: number): LoadProblem {
    this.#times = this.#mark === mark ? this.#times + 1 : 0;
    this.#mark = mark;
    this.#problem = { version: value, message: messageOf(error), at: now };
    return this.#problem;
  }

  /** The problem, where it is too early to look whether it is still there. */
  lasting({ mark }: PointerValue, now: number): LoadProblem | undefined {
    if (!this.#problem || this.#mark !== mark) return undefined;
    const waitMs = Math.min(retryMs.first * 2 ** this.#times, retryMs.last);
    return now < this.#problem.at + waitMs ? this.#problem : undefined;
  }

  clear(): void {
    this.#mark = undefined;
    this.#problem = undefined;
  }
}

/** Only what was meant for reading is shown; the rest is in the telemetry. */
const messageOf = (error: unknown) =>
  error instanceof AppError ? error.message : 'the models could not be loaded';
