import type { HandleMessage, Settlement } from '../../../ports/task-queue.js';
import { keepLock } from './keep-lock.js';

/** A message that nobody else gets while its lock is renewed. Each outcome rejects where it cannot be made known. */
export interface LockedMessage {
  readonly body: unknown;
  /** 1 at first. */
  readonly deliveryCount: number;
  /** How often the lock is to be renewed. */
  readonly renewMs: number;
  renew(): Promise<void>;
  complete(): Promise<void>;
  /** To come again after a while, as if for the first time. */
  postpone(delayMs: number): Promise<void>;
  /** To come again after a while, counted as a failure. */
  fail(delayMs: number): Promise<void>;
  /** To come again at once. */
  giveBack(): Promise<void>;
  bury(reason: string): Promise<void>;
}

export interface DeliveryOptions {
  readonly handle: HandleMessage;
  readonly concurrency: number;
  readonly maxDeliveries: number;
  /** Told of renewals and outcomes that could not be made known; the message comes again once its lock has run out. */
  readonly onFailure: (error: unknown) => void;
}

/** What one receiver has in hand: handled so many at a time, locked meanwhile, and settled. */
export class Deliveries {
  readonly #options: DeliveryOptions;
  readonly #handled = new Set<AbortController>();
  readonly #held = new Set<Promise<void>>();
  readonly #queued: (() => void)[] = [];
  #isClosing = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** How many more would be handled at once. */
  get free(): number {
    return Math.max(0, this.#options.concurrency - this.#held.size);
  }

  /** Resolves once a message has been settled, if any is held. */
  async settled(): Promise<void> {
    await Promise.race(this.#held);
  }

  /** Handles a message when its turn comes and settles it; never rejects. */
  take(message: LockedMessage): Promise<void> {
    const held = this.#deliver(message)
      .catch(this.#options.onFailure)
      .finally(() => this.#held.delete(held));
    this.#held.add(held);
    return held;
  }

  /** Aborts what is handled, gives back what waits, and resolves once all has been settled. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const controller of this.#handled) controller.abort();
    while (this.#held.size > 0) await Promise.all(this.#held);
  }

  async #deliver(message: LockedMessage): Promise<void> {
    const release = keepLock(message, this.#options.onFailure);
    const settle = await this.#inTurn(message);
    await release();
    await settle();
  }

  async #inTurn(message: LockedMessage): Promise<() => Promise<void>> {
    const controller = new AbortController();
    while (this.#handled.size >= this.#options.concurrency)
      await new Promise<void>((resolve) => this.#queued.push(resolve));
    this.#handled.add(controller);
    try {
      if (this.#isClosing) return () => message.giveBack();
      return await this.#outcome(message, controller.signal);
    } finally {
      this.#handled.delete(controller);
      this.#queued.shift()?.();
    }
  }

  async #outcome(message: LockedMessage, signal: AbortSignal): Promise<() => Promise<void>> {
    const { handle, maxDeliveries } = this.#options;
    const { body, deliveryCount } = message;
    const attempts = `given up after ${maxDeliveries} deliveries`;
    if (deliveryCount > maxDeliveries)
      return () => message.bury(`${attempts}: whoever handled it did not end`);
    try {
      const settlement = await handle({ body, deliveryCount, signal });
      return () => settleBy(settlement, message);
    } catch (error) {
      if (signal.aborted) return () => message.giveBack();
      if (deliveryCount < maxDeliveries) return () => message.fail(backoffMs(deliveryCount));
      return () => message.bury(`${attempts}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

function settleBy(settlement: Settlement, message: LockedMessage): Promise<void> {
  if (settlement.kind === 'complete') return message.complete();
  if (settlement.kind === 'retry') return message.postpone(settlement.delayMs);
  return message.bury(settlement.reason);
}

const backoffMs = (deliveryCount: number) => Math.min(60_000, 1_000 * 2 ** (deliveryCount - 1));
