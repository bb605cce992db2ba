import rhea, {
  type Connection,
  type Container,
  type Delivery,
  type EventContext,
  type Message,
  type Receiver,
  type Sender,
} from 'rhea';
import { dueTime, manage, type Reply } from './management.js';
import type { MessageQueue, Outcome } from './message-queue.js';
import { Credit, makeAnswers } from './rhea-traps.js';
import { encodeEntry, lockLost, notFound } from './wire.js';

type FindQueue = (address: string) => MessageQueue | undefined;

const cbs = '$cbs';
const management = '/$management';
const isControl = (address: string) => address === cbs || address.endsWith(management);
const addressOf = (terminus: { readonly address?: string } | undefined) => terminus?.address ?? '';

/** Ties a container's links to queues. `queueReady` is to be called when a queue has something to deliver. */
export function serveLinks(container: Container, findQueue: FindQueue) {
  const answer = makeAnswers();
  const consumers = makeConsumers(findQueue);
  container.on('sender_open', ({ sender }) => consumers.open(sender));
  container.on('sender_flow', ({ sender }) => consumers.pump(sender));
  container.on('sender_draining', ({ sender }) => {
    consumers.pump(sender);
    sender.set_drained(true);
  });
  container.on('sender_close', ({ sender }) => consumers.drop((each) => each === sender));
  const gone = ({ connection }: EventContext) =>
    consumers.drop((each) => each.connection === connection);
  container.on('disconnected', gone).on('connection_close', gone);
  container.on('receiver_open', ({ receiver }) => acceptLink(receiver, findQueue));
  container.on('message', (context) => take(context, findQueue, answer));
  for (const [event, outcome] of Object.entries(outcomes)) {
    container.on(event, ({ delivery }: { readonly delivery: Delivery }) => {
      const queue = findQueue(addressOf((delivery.link as Sender).source));
      // Requests and their replies are settled too.
      if (queue === undefined || isControl(addressOf((delivery.link as Sender).source))) return;
      const token = Buffer.from(delivery.tag).toString('hex');
      answer(delivery, queue.settle(token, outcome(delivery)) ? undefined : lockLost);
    });
  }
  return { queueReady: consumers.queueReady };
}

/** What each outcome that a receiver states means for the message. */
const outcomes: Readonly<Record<string, (delivery: Delivery) => Outcome>> = {
  accepted: () => ({ kind: 'complete' }),
  released: () => ({ kind: 'abandon' }),
  modified: ({ remote_state: state }) => ({
    kind: 'abandon',
    properties: state?.['message_annotations'],
  }),
  rejected: ({ remote_state: state }) => {
    const { DeadLetterReason, DeadLetterErrorDescription, ...properties } =
      state?.['error']?.info ?? {};
    const why = { reason: DeadLetterReason, description: DeadLetterErrorDescription };
    return { kind: 'dead-letter', ...why, properties };
  },
};

/** The links that receive from us, and how they get what is ready. */
function makeConsumers(findQueue: FindQueue) {
  const credits = new Map<Sender, { readonly queue: MessageQueue; readonly credit: Credit }>();
  const pump = (sender: Sender) => {
    const consumer = credits.get(sender);
    while (consumer && consumer.credit.left > 0 && deliverNext(sender, consumer.queue))
      consumer.credit.spend();
  };
  return {
    pump,
    open(sender: Sender): void {
      const address = addressOf(sender.source);
      sender.set_source({ address });
      sender.set_target({ address: addressOf(sender.target) });
      if (isControl(address)) return;
      const queue = findQueue(address);
      if (queue === undefined) sender.close(notFound(address));
      else credits.set(sender, { queue, credit: new Credit(sender) });
    },
    drop(isGone: (sender: Sender) => boolean): void {
      for (const sender of credits.keys()) if (isGone(sender)) credits.delete(sender);
    },
    queueReady(queue: MessageQueue): void {
      // Not within the call that readied it: who settles should hear of that first.
      setImmediate(() => {
        for (const [sender, consumer] of credits) if (consumer.queue === queue) pump(sender);
      });
    },
  };
}

function deliverNext(sender: Sender, queue: MessageQueue): boolean {
  const entry = queue.take();
  if (entry?.lock === undefined) return false;
  sender.send(encodeEntry(entry), Buffer.from(entry.lock.token, 'hex'), 0);
  return true;
}

function acceptLink(receiver: Receiver, findQueue: FindQueue): void {
  const address = addressOf(receiver.target);
  receiver.set_source({ address: addressOf(receiver.source) });
  receiver.set_target({ address });
  const name = address.replace(management, '');
  if (address !== cbs && findQueue(name) === undefined) receiver.close(notFound(address));
}

type Incoming = EventContext & {
  readonly receiver: Receiver;
  readonly message: Message;
  readonly delivery: Delivery;
};

function take(
  { receiver, message, delivery, connection }: Incoming,
  findQueue: FindQueue,
  answer: ReturnType<typeof makeAnswers>,
): void {
  const address = addressOf(receiver.target);
  const queue = findQueue(address.replace(management, ''));
  if (address === cbs || address.endsWith(management)) {
    answer(delivery);
    reply(connection, message, address === cbs ? { status: 202 } : request(queue, message));
  } else if (queue !== undefined) {
    queue.enqueue(message, dueTime(message));
    answer(delivery);
  } else answer(delivery, notFound(address));
}

function request(queue: MessageQueue | undefined, message: Message): Reply {
  const operation = String(message.application_properties?.['operation']);
  if (queue === undefined) return { status: 404, error: notFound(operation) };
  return manage(queue, operation, message.body);
}

function reply(connection: Connection, message: Message, { status, body, error }: Reply): void {
  const { types } = rhea;
  const to = connection.find_sender(({ name }: Sender) => name === message.reply_to);
  to?.send({
    body: body && types.wrap_map(body),
    ...(message.message_id !== undefined && { correlation_id: message.message_id }),
    application_properties: {
      // As claims are answered, and as management is.
      'status-code': types.wrap_int(status),
      statusCode: types.wrap_int(status),
      ...(error && {
        errorCondition: types.wrap_symbol(error.condition),
        statusDescription: error.description,
      }),
    },
  });
}
