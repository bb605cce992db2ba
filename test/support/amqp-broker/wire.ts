import rhea, { type AmqpError } from 'rhea';
import type { Entry } from './message-queue.js';

const { types, message: codec } = rhea;

/** An entry as the service sends it, with the annotations that the SDK reads. */
export function encodeEntry({ message, sequence, enqueuedAt, ...entry }: Entry): Buffer {
  return codec.encode({
    ...message,
    delivery_count: entry.deliveryCount,
    message_annotations: {
      ...message.message_annotations,
      'x-opt-sequence-number': types.wrap_long(sequence),
      'x-opt-enqueued-time': types.wrap_timestamp(enqueuedAt),
      'x-opt-message-state': types.wrap_int(entry.dueAt === undefined ? 0 : 2),
      ...(entry.lock && { 'x-opt-locked-until': types.wrap_timestamp(entry.lock.until) }),
    },
  });
}

/** Lock tokens travel as delivery tags in .NET's order of a GUID's bytes, and in a request in the order of RFC 4122. */
export function tokenOfGuid(guid: Uint8Array): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((at) => guid[at] ?? 0)).toString('hex');
}

/** A sequence number, however many bytes it took. */
export const sequenceOf = (value: unknown): number =>
  Buffer.isBuffer(value) ? Number(value.readBigInt64BE(0)) : Number(value);

export const lockLost: AmqpError = {
  condition: 'com.microsoft:message-lock-lost',
  description: 'The lock is held no longer.',
};

export const notFound = (address: string): AmqpError => ({
  condition: 'amqp:not-found',
  // The SDK tells a queue that is missing by these words.
  description: `The messaging entity '${address}' could not be found.`,
});
