import rhea, { type AmqpError, type Message } from 'rhea';
import type { MessageQueue, Outcome } from './message-queue.js';
import { encodeEntry, lockLost, sequenceOf, tokenOfGuid } from './wire.js';

const { types, message: codec } = rhea;

export interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly error?: AmqpError;
}

type Body = Readonly<Record<string, unknown>>;

const done: Reply = { status: 200 };
const lost: Reply = { status: 410, error: lockLost };
const array32 = (values: readonly number[], code: number) =>
  types.wrap_array(values, code, undefined);
const [longs, timestamps] = [0x81, 0x83];

/** The operations of a queue's `$management` node that the SDK calls, by name. */
const operations: Readonly<Record<string, (queue: MessageQueue, body: Body) => Reply>> = {
  'com.microsoft:renew-lock': (queue, body) => {
    const ends = guids(body).map((token) => queue.renew(token));
    const known = ends.filter((end) => end !== undefined);
    if (known.length < ends.length) return lost;
    return { status: 200, body: { expirations: array32(known, timestamps) } };
  },
  'com.microsoft:update-disposition': (queue, body) => {
    const outcome = outcomeOf(body);
    return guids(body).every((token) => queue.settle(token, outcome)) ? done : lost;
  },
  'com.microsoft:schedule-message': (queue, body) => {
    const sequences = list(body['messages']).map((entry) => {
      const { body: content, ...message } = codec.decode(
        (entry as { readonly message: Buffer }).message,
      );
      const known: Message = { ...message, body: content };
      return queue.enqueue(known, dueTime(known)).sequence;
    });
    return { status: 200, body: { 'sequence-numbers': array32(sequences, longs) } };
  },
  'com.microsoft:cancel-scheduled-message': (queue, body) => {
    const sequences = list(body['sequence-numbers']).map(sequenceOf);
    const error = { condition: 'com.microsoft:message-not-found', description: 'not scheduled' };
    return sequences.every((each) => queue.cancel(each)) ? done : { status: 404, error };
  },
  'com.microsoft:peek-message': (queue, body) => {
    const from = sequenceOf(body['from-sequence-number']);
    const found = queue.peek(from, Number(body['message-count']));
    if (found.length === 0) return { status: 204 };
    return { status: 200, body: { messages: found.map(encodeEntry).map(asMap) } };
  },
};

export function manage(queue: MessageQueue, operation: string, body: Body): Reply {
  const unknown = { condition: 'amqp:not-implemented', description: `no ${operation} here` };
  return operations[operation]?.(queue, body) ?? { status: 501, error: unknown };
}

/** When a message is to be delivered, where it says so. */
export const dueTime = ({ message_annotations: annotations }: Message): number =>
  Number(annotations?.['x-opt-scheduled-enqueue-time'] ?? 0);

const asMap = (message: Buffer) => ({ message });

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const guids = (body: Body) =>
  list(body['lock-tokens']).map((guid) => tokenOfGuid(guid as Uint8Array));

function outcomeOf(body: Body): Outcome {
  const properties = body['properties-to-modify'] as object | undefined;
  if (body['disposition-status'] === 'completed') return { kind: 'complete' };
  if (body['disposition-status'] === 'abandoned') return { kind: 'abandon', properties };
  const reason = body['deadletter-reason'] as string | undefined;
  const description = body['deadletter-description'] as string | undefined;
  return { kind: 'dead-letter', reason, description, properties };
}
