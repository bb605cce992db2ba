import { AppError } from '../../../shared/domain/errors.js';
import type { LearnedRanking } from '../../../shared/ports/learned-model.js';

interface Waiting {
  resolve(ranking: LearnedRanking): void;
  reject(error: Error): void;
}

/** Who waits for an answer of another thread, by the number of what they asked. */
export class WaitingAsks {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  get size(): number {
    return this.#waiting.size;
  }

  /** Sends an ask off under a number of its own. Rejects with `unavailable` after `timeoutMs`, which `onTimeout` is told. */
  async add(
    send: (id: number) => void,
    timeoutMs: number,
    onTimeout: () => void,
  ): Promise<LearnedRanking> {
    this.#lastId += 1;
    const id = this.#lastId;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        timer = setTimeout(() => {
          reject(new AppError('unavailable', `no answer within ${timeoutMs} ms`));
          onTimeout();
        }, timeoutMs);
        send(id);
      });
    } finally {
      clearTimeout(timer);
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
