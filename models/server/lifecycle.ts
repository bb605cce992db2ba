import { AppError } from '../../shared/domain/errors.js';

/** Whether work is taken, and how much of it is in the house. */
export class Lifecycle {
  #state: 'warming-up' | 'ready' | 'draining' = 'warming-up';
  #inHouse = 0;
  #onEmpty: () => void = () => undefined;

  get state(): 'warming-up' | 'ready' | 'draining' {
    return this.#state;
  }

  ready(): void {
    if (this.#state === 'warming-up') this.#state = 'ready';
  }

  /** Throws `unavailable` unless work is taken now. */
  demandReady(): void {
    if (this.#state === 'warming-up') throw new AppError('unavailable', 'the encoders warm up');
    if (this.#state === 'draining') throw new AppError('unavailable', 'this server is to end');
  }

  /** Lets a request in; the answer is to be called when it has left. Throws as `demandReady`. */
  enter(): () => void {
    this.demandReady();
    this.#inHouse += 1;
    return () => {
      this.#inHouse -= 1;
      if (this.#inHouse === 0) this.#onEmpty();
    };
  }

  /** Lets nobody in any more, and resolves once all have left. */
  drain(): Promise<void> {
    this.#state = 'draining';
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#inHouse === 0) resolve();
    });
  }
}
