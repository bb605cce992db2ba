import { setTimeout } from 'node:timers/promises';

/** Pauses that end early when somebody rings. */
export class WakeUps {
  readonly #sleeping = new Set<AbortController>();

  ring(): void {
    for (const controller of this.#sleeping) controller.abort();
  }

  /** Resolves after so long, at a ring, or with the signal. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const controller = new AbortController();
    const end = () => controller.abort();
    this.#sleeping.add(controller);
    signal.addEventListener('abort', end, { once: true });
    if (!signal.aborted)
      await setTimeout(milliseconds, undefined, { signal: controller.signal }).catch(() => false);
    signal.removeEventListener('abort', end);
    this.#sleeping.delete(controller);
  }
}
