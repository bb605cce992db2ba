import { AppError } from '../../../shared/domain/errors.js';
import type { LearnedRanking } from '../../../shared/ports/learned-model.js';

interface Waiting {
  resolve(ranking: LearnedRanking): void;
  reject(error: Error): void;
}

interface WaitLimits {
  readonly timeoutMs: number;
  readonly onTimeout: () => void;
  readonly signal?: AbortSignal | undefined;
}

/** Who waits for an answer of another thread, by the number of what they asked. */
export class WaitingAsks {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  get size(): number {
    return this.#waiting.size;
  }

  has(id: number): boolean {
    return this.#waiting.has(id);
  }

  /**
   * Sends an ask off under a number of its own. Rejects with `unavailable` after `timeoutMs`, which `onTimeout` is told, and
   * with the signal's reason when aborted.
   */
  async add(
    send: (id: number) => void,
    { timeoutMs, onTimeout, signal }: WaitLimits,
  ): Promise<LearnedRanking> {
    signal?.throwIfAborted();
    this.#lastId += 1;
    const id = this.#lastId;
    const left = () => this.#waiting.get(id)?.reject(signal?.reason);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        signal?.addEventListener('abort', left);
        timer = setTimeout(() => {
          reject(new AppError('unavailable', `no answer within ${timeoutMs} ms`));
          onTimeout();
        }, timeoutMs);
        send(id);
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', left);
      this.#waiting.delete(id);
    }
  }

  settle(id: number, outcome: LearnedRanking | Error): void {
    const waiting = this.#waiting.get(id);
    if (outcome instanceof Error) waiting?.reject(outcome);
    else waiting?.resolve(outcome);
  }

  rejectAll(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
  }
}
