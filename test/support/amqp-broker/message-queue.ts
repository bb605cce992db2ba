import { randomBytes, randomUUID } from 'node:crypto';
import type { Message } from 'rhea';

export interface QueueOptions {
  readonly lockMs: number;
  /** So many deliveries without an outcome put a message among the dead letters. */
  readonly maxDeliveryCount: number;
}

export interface Entry {
  /** Grows with every message, and is its place in the queue. */
  readonly sequence: number;
  readonly enqueuedAt: number;
  message: Message;
  /** Deliveries that came to nothing. */
  deliveryCount: number;
  /** Present while it waits for its time. */
  dueAt?: number;
  lock?: { readonly token: string; until: number };
}

export type Outcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'abandon'; readonly properties?: object | undefined }
  | {
      readonly kind: 'dead-letter';
      readonly reason?: string | undefined;
      readonly description?: string | undefined;
      readonly properties?: object | undefined;
    };

/** One queue with its dead letters: order, locks, counts and schedules. Knows nothing of links; lives in memory. */
export class MessageQueue {
  readonly deadLetters: MessageQueue | undefined;
  readonly #options: QueueOptions;
  readonly #entries = new Map<number, Entry>();
  readonly #locked = new Map<string, Entry>();
  /** By sequence. */
  readonly #ready: Entry[] = [];
  readonly #onReady: (queue: MessageQueue) => void;
  #newest = 0;

  constructor(options: QueueOptions, onReady: (queue: MessageQueue) => void, isDeadEnd = false) {
    this.#options = options;
    this.#onReady = onReady;
    const forever = { ...options, maxDeliveryCount: Number.POSITIVE_INFINITY };
    if (!isDeadEnd) this.deadLetters = new MessageQueue(forever, onReady, true);
  }

  /** Of messages in any state. */
  get size(): number {
    return this.#entries.size;
  }

  enqueue(message: Message, dueAt = 0): Entry {
    const now = Date.now();
    // The service gives an id to who has none, and the SDK counts on it.
    const known = { ...message, message_id: message.message_id ?? randomUUID() };
    const sequence = ++this.#newest;
    const entry: Entry = { sequence, enqueuedAt: now, message: known, deliveryCount: 0 };
    this.#entries.set(sequence, entry);
    if (dueAt > now) entry.dueAt = dueAt;
    else this.#makeReady(entry);
    return entry;
  }

  /** Locks the oldest that is ready. */
  take(): Entry | undefined {
    const entry = this.#ready.shift();
    if (entry === undefined) return undefined;
    entry.lock = { token: randomBytes(16).toString('hex'), until: this.#lockEnd() };
    this.#locked.set(entry.lock.token, entry);
    return entry;
  }

  /** False where the lock is held no longer. */
  settle(token: string, outcome: Outcome): boolean {
    const entry = this.#held(token);
    if (entry === undefined) return false;
    if (outcome.kind === 'abandon') {
      entry.message = withProperties(entry.message, outcome.properties);
      this.#giveBack(entry);
    } else {
      this.#remove(entry);
      if (outcome.kind === 'dead-letter') this.#bury(entry, outcome);
    }
    return true;
  }

  /** The new end of the lock; undefined where it is held no longer. */
  renew(token: string): number | undefined {
    const lock = this.#held(token)?.lock;
    if (lock === undefined) return undefined;
    lock.until = this.#lockEnd();
    return lock.until;
  }

  /** False where it is not scheduled, or no longer. */
  cancel(sequence: number): boolean {
    const entry = this.#entries.get(sequence);
    return entry?.dueAt !== undefined && this.#entries.delete(sequence);
  }

  peek(fromSequence: number, count: number): readonly Entry[] {
    const later = [...this.#entries.values()].filter(({ sequence }) => sequence >= fromSequence);
    return later.slice(0, count);
  }

  /** Ends the locks that have run out and readies the messages whose time has come. */
  tick(): void {
    const now = Date.now();
    for (const entry of this.#locked.values()) {
      if (entry.lock !== undefined && entry.lock.until <= now) this.#giveBack(entry);
    }
    for (const entry of this.#entries.values()) {
      if (entry.dueAt !== undefined && entry.dueAt <= now) this.#makeReady(entry);
    }
    this.deadLetters?.tick();
  }

  #lockEnd = () => Date.now() + this.#options.lockMs;

  #held(token: string): Entry | undefined {
    const entry = this.#locked.get(token);
    return entry?.lock !== undefined && entry.lock.until > Date.now() ? entry : undefined;
  }

  #makeReady(entry: Entry): void {
    delete entry.dueAt;
    // Most are newer than all that wait.
    const place = this.#ready.findLastIndex(({ sequence }) => sequence < entry.sequence);
    this.#ready.splice(place + 1, 0, entry);
    this.#onReady(this);
  }

  #unlock(entry: Entry): void {
    if (entry.lock !== undefined) this.#locked.delete(entry.lock.token);
    delete entry.lock;
  }

  #remove(entry: Entry): void {
    this.#unlock(entry);
    this.#entries.delete(entry.sequence);
  }

  #giveBack(entry: Entry): void {
    this.#unlock(entry);
    entry.deliveryCount += 1;
    if (entry.deliveryCount < this.#options.maxDeliveryCount) {
      this.#makeReady(entry);
      return;
    }
    this.#remove(entry);
    this.#bury(entry, { kind: 'dead-letter', reason: 'MaxDeliveryCountExceeded' });
  }

  #bury(
    { message }: Entry,
    { reason, description, properties }: Outcome & { kind: 'dead-letter' },
  ) {
    const why = {
      ...(reason !== undefined && { DeadLetterReason: reason }),
      ...(description !== undefined && { DeadLetterErrorDescription: description }),
    };
    this.deadLetters?.enqueue(withProperties(message, { ...properties, ...why }));
  }
}

const withProperties = (message: Message, properties: object = {}): Message => ({
  ...message,
  application_properties: { ...message.application_properties, ...properties },
});
