import type { Origin } from '../domain/trace-context.js';

/** `recommendations`: short work of sessions, for any worker. `jobs`: the shop's own long work, for who has the store. */
export type TaskQueueName = 'recommendations' | 'jobs';

/** As the queues are called where they are kept apart from us. */
export const queueNames: Readonly<Record<TaskQueueName, string>> = {
  recommendations: 'tastemaker-recommendations',
  jobs: 'tastemaker-jobs',
};

/** A wake-up: look at this task's record. */
export interface TaskMessage {
  readonly taskId: string;
  /** The request that asked for the task. */
  readonly origin?: Origin;
}

export interface Delivery {
  /** As it came; who handles it checks it. */
  readonly body: unknown;
  /** 1 at first. */
  readonly deliveryCount: number;
  /** Aborted when the receiver closes. */
  readonly signal: AbortSignal;
}

/** What becomes of a message that was handled. */
export type Settlement =
  | { readonly kind: 'complete' }
  /** To be delivered again after `delayMs`; that does not count as a failure. */
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** Kept aside, with the reason, until somebody looks. */
  | { readonly kind: 'dead-letter'; readonly reason: string };

/** A rejection is a failure: the message is delivered again after a while, and kept aside after `maxDeliveries`. */
export type HandleMessage = (delivery: Delivery) => Promise<Settlement>;

export interface DeadLetter {
  readonly body: unknown;
  readonly reason: string;
}

export interface Receiver {
  /** Takes no more and aborts what runs; resolves once all of it has been settled or given back. */
  close(): Promise<void>;
}

/** Wake-ups between processes: at least once, in about the order of sending, peek-locked while they are handled. */
export interface TaskQueue {
  /**
   * Settles once the message outlives this process. Throws `unavailable` where it cannot be sent, `too-large` where no
   * queue of this kind takes it.
   */
  send(queue: TaskQueueName, message: TaskMessage, delayMs?: number): Promise<void>;
  /**
   * Hands out messages, at most `concurrency` at a time, until closed. While a message is handled its lock is renewed; one
   * whose process died is delivered again once the lock has run out.
   */
  receive(queue: TaskQueueName, handle: HandleMessage, concurrency: number): Receiver;
  /** Oldest first. */
  deadLetters(queue: TaskQueueName, limit: number): Promise<readonly DeadLetter[]>;
  /** Closes its receivers; what is sent afterwards is `unavailable`. */
  close(): Promise<void>;
}

/** Where messages can be kept aside that a host received for us. */
export interface DeadLetterBox {
  /** Throws `unavailable`. */
  bury(queue: TaskQueueName, body: unknown, reason: string): Promise<void>;
}
