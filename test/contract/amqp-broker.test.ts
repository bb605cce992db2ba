import { setTimeout } from 'node:timers/promises';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AmqpBroker } from '../support/amqp-broker/amqp-broker.js';

const name = 'letters';
const retryOptions = { maxRetries: 0, timeoutInMs: 5_000 };
let broker: AmqpBroker;
let client: ServiceBusClient;

/** Starts a broker of such queues for the tests of the surrounding `describe`, and a client for each. */
function serve(options: ConstructorParameters<typeof AmqpBroker>[1] = {}): void {
  beforeEach(async () => {
    broker = new AmqpBroker([name], options);
    await broker.listen();
    client = new ServiceBusClient(broker.connectionString, { retryOptions });
  });
  afterEach(async () => {
    await client.close();
    await broker.close();
  });
}

const receiver = () => client.createReceiver(name, { maxAutoLockRenewalDurationInMs: 0 });
const buried = () => client.createReceiver(name, { subQueueType: 'deadLetter' });
const send = (body: unknown) => client.createSender(name).sendMessages({ body });

async function next(
  from = receiver(),
  maxWaitTimeInMs = 5_000,
): Promise<ServiceBusReceivedMessage> {
  const [message] = await from.receiveMessages(1, { maxWaitTimeInMs });
  if (message === undefined) throw new Error('No message came');
  return message;
}

describe('The AMQP broker, as the SDK sees it', () => {
  serve();

  test('hands over what was sent with its properties, in the order of sending', async () => {
    const sender = client.createSender(name);
    const sent = { body: { a: [1, 'ü', null] }, messageId: 'm', subject: 's', contentType: 'c' };
    await sender.sendMessages({ ...sent, applicationProperties: { n: 1, s: 'x' } });
    await sender.sendMessages({ body: 2 });
    const from = receiver();
    const first = await next(from);
    expect(first).toMatchObject({ ...sent, deliveryCount: 0 });
    expect(first.applicationProperties).toEqual({ n: 1, s: 'x' });
    await from.completeMessage(first);
    const second = await next(from);
    expect(second).toMatchObject({ body: 2, messageId: expect.any(String) });
    await from.completeMessage(second);
    expect(broker.queue(name)?.size).toBe(0);
  });

  test('gives an abandoned message again in its place, and counts', async () => {
    const from = receiver();
    await send('first');
    await send('second');
    await from.abandonMessage(await next(from), { why: 'later' });
    const again = await next(from);
    expect(again).toMatchObject({ body: 'first', deliveryCount: 1 });
    expect(again.applicationProperties).toEqual({ why: 'later' });
  });

  test('keeps a dead letter with its reason', async () => {
    const from = receiver();
    await send('odd');
    const reason = { deadLetterReason: 'bad', deadLetterErrorDescription: 'very' };
    await from.deadLetterMessage(await next(from), reason);
    expect(await next(buried())).toMatchObject({ body: 'odd', ...reason });
    expect(broker.queue(name)?.size).toBe(0);
  });

  test('answers unlike outcomes of one moment each with its own', async () => {
    const from = receiver();
    for (const body of [1, 2, 3, 4]) await send(body);
    const messages = [await next(from), await next(from), await next(from), await next(from)];
    for (const [index, message] of messages.entries()) {
      if (index % 2 === 0) await from.completeMessage(message);
      else await from.deadLetterMessage(message);
    }
    expect(broker.queue(name)?.size).toBe(0);
    expect(broker.queue(name)?.deadLetters?.size).toBe(2);
  });

  test('peeks without taking', async () => {
    await send('a');
    await send('b');
    const from = receiver();
    expect((await from.peekMessages(1)).map(({ body }) => body)).toEqual(['a']);
    expect((await from.peekMessages(5)).map(({ body }) => body)).toEqual(['b']);
    expect(await from.peekMessages(5)).toEqual([]);
    expect(broker.queue(name)?.size).toBe(2);
  });

  test('holds a scheduled message until its time, and none that was called off', async () => {
    const sender = client.createSender(name);
    const dueAt = new Date(Date.now() + 300);
    const [first] = await sender.scheduleMessages([{ body: 'x' }, { body: 'y' }], dueAt);
    if (first) await sender.cancelScheduledMessages(first);
    await sender.sendMessages({ body: 'z', scheduledEnqueueTimeUtc: dueAt });
    const from = receiver();
    expect((await from.peekMessages(5)).map(({ state }) => state)).toEqual([
      'scheduled',
      'scheduled',
    ]);
    const [one, two] = [await next(from), await next(from)];
    expect([one.body, two.body].sort()).toEqual(['y', 'z']);
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt.getTime());
    if (first) await expect(sender.cancelScheduledMessages(first)).rejects.toThrow();
  });

  test('answers a drain at once, with or without credit left', async () => {
    const from = receiver();
    expect(await from.receiveMessages(3, { maxWaitTimeInMs: 1 })).toEqual([]);
    await send('a');
    expect((await next(from)).body).toBe('a');
  });

  test('knows its queues', async () => {
    const nowhere = client.createSender('nowhere').sendMessages({ body: 1 });
    await expect(nowhere).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
    const nothing = client.createReceiver('nowhere').receiveMessages(1);
    await expect(nothing).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  });

  test('refuses management that it does not know', async () => {
    const from = receiver();
    await send('a');
    const { sequenceNumber } = await next(from);
    if (sequenceNumber === undefined) throw new Error('The message has no number');
    await expect(from.receiveDeferredMessages(sequenceNumber)).rejects.toThrow('receive-by');
  });
});

describe('The AMQP broker, when locks run out', () => {
  serve({ lockMs: 400, maxDeliveryCount: 2 });

  test('delivers again, and takes no outcome from who is late', async () => {
    const from = receiver();
    await send('slow');
    const late = await next(from);
    const again = await next(from);
    expect(again).toMatchObject({ body: 'slow', deliveryCount: 1 });
    const lost = { code: 'MessageLockLost' };
    await expect(from.completeMessage(late)).rejects.toMatchObject(lost);
    await expect(from.renewMessageLock(late)).rejects.toMatchObject(lost);
    await from.completeMessage(again);
    expect(broker.queue(name)?.size).toBe(0);
  });

  test('keeps a message with who renews its lock', async () => {
    const from = receiver();
    await send('long');
    const message = await next(from);
    const givenUp = new AbortController();
    const rival = client.createReceiver(name);
    const stolen = rival.receiveMessages(1, { abortSignal: givenUp.signal }).catch(() => 'none');
    for (let renewals = 0; renewals < 8; renewals++) {
      await setTimeout(100);
      const until = await from.renewMessageLock(message);
      expect(until.getTime()).toBeGreaterThan(Date.now());
    }
    givenUp.abort();
    expect(await stolen).toBe('none');
    await from.completeMessage(message);
  });

  test('buries what was delivered too often', async () => {
    const from = receiver();
    await send('hopeless');
    await next(from);
    await from.abandonMessage(await next(from));
    const reason = 'MaxDeliveryCountExceeded';
    expect(await next(buried())).toMatchObject({ body: 'hopeless', deadLetterReason: reason });
  });
});

describe('The AMQP broker, when connections end', () => {
  serve();

  test('takes an outcome by the lock, though the link of its delivery is gone', async () => {
    // The SDK tries the old link until it has seen its end.
    const patient = { maxRetries: 3, timeoutInMs: 1_000, retryDelayInMs: 50 };
    const another = new ServiceBusClient(broker.connectionString, { retryOptions: patient });
    const from = another.createReceiver(name);
    await send('completed');
    await send('odd');
    const [completed, odd] = [await next(from), await next(from)];
    broker.dropConnections();
    await from.completeMessage(completed);
    const reason = { deadLetterReason: 'odd', deadLetterErrorDescription: 'very' };
    await from.deadLetterMessage(odd, reason);
    expect(await next(buried())).toMatchObject({ body: 'odd', ...reason });
    expect(broker.queue(name)?.size).toBe(0);
    await another.close();
  });

  test('holds what it held when it is started again', async () => {
    await send('a');
    await client.close();
    await broker.close();
    await broker.listen();
    client = new ServiceBusClient(broker.connectionString, { retryOptions });
    expect((await next()).body).toBe('a');
  });
});
