/** How fast an outbox is emptied, and how much it holds. */
export interface Pace {
  readonly everyMs: number;
  /** Of a pause after a failure, which doubles from one to the next. */
  readonly longestPauseMs: number;
  readonly batchSize: number;
  readonly maxUrgent: number;
  readonly maxOrdinary: number;
}

export const usualPace: Pace = {
  ...{ everyMs: 5_000, longestPauseMs: 60_000, batchSize: 200 },
  ...{ maxUrgent: 2_000, maxOrdinary: 5_000 },
};

export interface OutboxOptions<Item> {
  readonly pace: Pace;
  /** Gives back what is to be sent again; rejects where that is all of it. */
  send(batch: readonly Item[]): Promise<readonly Item[]>;
  /** Called before each batch for what has been gathered elsewhere. */
  gather(isLast: boolean): readonly Item[];
  /** Told once things work again how many there was no room for meanwhile. */
  lost(count: number): void;
}

/**
 * Items that wait to be sent, one batch at a time. Whoever puts one in waits for nothing; when nobody takes them, newcomers
 * are thrown away once the box is full, the ordinary apart from the urgent, for which room is kept.
 */
export class Outbox<Item> {
  readonly #options: OutboxOptions<Item>;
  #urgent: Item[] = [];
  #ordinary: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #failures = 0;
  #lost = 0;
  #isEnding = false;
  #isClosed = false;

  constructor(options: OutboxOptions<Item>) {
    this.#options = options;
    this.#schedule();
  }

  put(item: Item, isUrgent: boolean): void {
    const { maxUrgent, maxOrdinary, batchSize } = this.#options.pace;
    const line = isUrgent ? this.#urgent : this.#ordinary;
    if (this.#isClosed || line.length >= (isUrgent ? maxUrgent : maxOrdinary)) {
      this.#lost += 1;
      return;
    }
    line.push(item);
    if (this.#failures === 0 && this.#waiting === batchSize) void this.#sendNext();
  }

  /** Sends what is there, for no longer than `limitMs`; what comes later is thrown away. */
  async close(limitMs: number): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    clearTimeout(this.#timer);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.#sendRest(), tooLong]);
    clearTimeout(timer);
    this.#isClosed = true;
  }

  get #waiting(): number {
    return this.#urgent.length + this.#ordinary.length;
  }

  async #sendRest(): Promise<void> {
    await this.#sending;
    this.#gather(true);
    const failures = this.#failures;
    while (this.#waiting > 0 && this.#failures <= failures && !this.#isClosed) {
      await this.#sendNext();
    }
  }

  #schedule(): void {
    const { everyMs, longestPauseMs } = this.#options.pace;
    const pauseMs = Math.min(everyMs * 2 ** this.#failures, Math.max(everyMs, longestPauseMs));
    this.#timer = setTimeout(() => {
      this.#gather(false);
      void this.#sendAll().finally(() => {
        if (!this.#isEnding) this.#schedule();
      });
    }, pauseMs).unref();
  }

  #gather(isLast: boolean): void {
    for (const item of this.#options.gather(isLast)) this.put(item, false);
  }

  async #sendAll(): Promise<void> {
    do await this.#sendNext();
    while (this.#waiting >= this.#options.pace.batchSize && this.#failures === 0);
  }

  /** One batch at a time: who comes meanwhile waits for the one under way. */
  #sendNext(): Promise<void> {
    this.#sending ??= this.#sendBatch().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendBatch(): Promise<void> {
    const { batchSize } = this.#options.pace;
    const urgent = this.#urgent.splice(0, batchSize);
    const ordinary = this.#ordinary.splice(0, batchSize - urgent.length);
    if (urgent.length + ordinary.length === 0) return;
    const again = await this.#sent([...urgent, ...ordinary]);
    const isUrgent = new Set(urgent);
    this.#urgent = [...again.filter((item) => isUrgent.has(item)), ...this.#urgent];
    this.#ordinary = [...again.filter((item) => !isUrgent.has(item)), ...this.#ordinary];
  }

  async #sent(batch: readonly Item[]): Promise<readonly Item[]> {
    try {
      const again = await this.#options.send(batch);
      this.#failures = again.length > 0 ? this.#failures + 1 : 0;
      if (this.#lost > 0) this.#options.lost(this.#lost);
      this.#lost = 0;
      return again;
    } catch {
      this.#failures += 1;
      return batch;
    }
  }
}
