import { AppError } from '../../domain/errors.js';
import type { Telemetry } from '../../ports/runtime.js';
import {
  type DeadLetter,
  type DeadLetterBox,
  queueNames,
  type Receiver,
  type TaskQueue,
  type TaskQueueName,
} from '../../ports/task-queue.js';
import {
  maxBodyBytes,
  openStorage,
  type StorageConnection,
  StorageQueue,
} from './queues/storage-queue.js';
import { receiveFromStorage } from './queues/storage-receiver.js';
import { WakeUps } from './queues/wake-ups.js';

export interface StorageOptions {
  readonly connection: StorageConnection;
  readonly telemetry: Telemetry;
  /** How long a message stays with a process that died, in whole seconds. */
  readonly lockMs?: number;
  /** After so many failures a message is put aside. */
  readonly maxDeliveries?: number;
}

/**
 * Queues of an Azure storage account, made when they are first needed, with `-poison` beside each for what is put aside:
 * `{body, reason}`, or a bare body where the Functions host did it. Delays and locks count whole seconds, rounded up; at
 * most 32 dead letters are shown. Throws `invalid` for a connection string that is none.
 */
export function storageTaskQueue(options: StorageOptions): TaskQueue & DeadLetterBox {
  const { connection, telemetry, lockMs = 30_000, maxDeliveries = 10 } = options;
  const service = openStorage(connection);
  const open = (name: TaskQueueName) => ({
    queue: new StorageQueue(service, queueNames[name]),
    poison: new StorageQueue(service, `${queueNames[name]}-poison`),
    wakeUps: new WakeUps(),
  });
  const queues = { recommendations: open('recommendations'), jobs: open('jobs') };
  const receivers = new Set<Receiver>();
  let isClosed = false;
  const bury = (name: TaskQueueName, body: unknown, reason: string) =>
    queues[name].poison.send(
      { body: shortened(body), reason: reason.slice(0, maxReasonLength) },
      { keep: true },
    );
  return {
    bury,
    async send(name, message, delayMs = 0) {
      if (isClosed) throw new AppError('unavailable', `${queueNames[name]} has been closed`);
      await queues[name].queue.send(message, { delayMs });
      if (delayMs === 0) queues[name].wakeUps.ring();
    },
    receive(name, handle, concurrency) {
      const { queue, wakeUps } = queues[name];
      const receiver = receiveFromStorage(
        { queue, wakeUps, lockMs, bury: (body, reason) => bury(name, body, reason) },
        {
          ...{ handle, concurrency, maxDeliveries },
          onFailure: (error) => telemetry.exception(error, { queue: queueNames[name] }),
        },
      );
      receivers.add(receiver);
      return receiver;
    },
    async deadLetters(name, limit) {
      return (await queues[name].poison.peek(limit)).map(asDeadLetter);
    },
    async close() {
      isClosed = true;
      await Promise.all([...receivers].map((receiver) => receiver.close()));
    },
  };
}

const maxReasonLength = 1_000;
/** A reason beside it, and what JSON makes of text within text, fit into the rest. */
const maxBuriedBytes = maxBodyBytes - 8 * maxReasonLength;

/** What would not fit beside its reason is cut off, lest it come again for ever. */
function shortened(body: unknown): unknown {
  const text = JSON.stringify(body);
  if (Buffer.byteLength(text) <= maxBuriedBytes) return body;
  // Quotes and signs may take six bytes each when they are written as JSON once more.
  return `${text.slice(0, Math.floor(maxBuriedBytes / 6))}…`;
}

function asDeadLetter(kept: unknown): DeadLetter {
  const isOurs = typeof kept === 'object' && kept !== null && 'body' in kept && 'reason' in kept;
  if (isOurs && typeof kept.reason === 'string') return { body: kept.body, reason: kept.reason };
  return { body: kept, reason: 'it was handled too often without success' };
}
