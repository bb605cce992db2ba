import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import rhea, { type Connection, type Container } from 'rhea';
import { serveLinks } from './links.js';
import { MessageQueue, type QueueOptions } from './message-queue.js';

const tickMs = 10;

/**
 * As much of Azure Service Bus as `@azure/service-bus` needs for queues without sessions: plain AMQP on the loopback
 * address, every key welcome, everything in memory. What it holds outlives `close`, so that it can be started again.
 */
export class AmqpBroker {
  readonly #queues = new Map<string, MessageQueue>();
  readonly #container: Container;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #port = 0;

  constructor(names: readonly string[], options: Partial<QueueOptions> = {}) {
    this.#container = rhea.create_container({
      id: 'amqp-broker',
      receiver_options: { autoaccept: false },
      sender_options: { treat_modified_as_released: false },
    });
    const { queueReady } = serveLinks(this.#container, (address) => this.queue(address));
    const every = { lockMs: 30_000, maxDeliveryCount: 10, ...options };
    for (const name of names) this.#queues.set(name, new MessageQueue(every, queueReady));
    this.#container.on('connection_open', ({ connection }) => this.#watch(connection));
  }

  /** By name or by the address of a link. */
  queue(address: string): MessageQueue | undefined {
    const path = address.replace(/^\w+:\/\/[^/]*/, '').replace(/^\/+/, '');
    const [name = '', part] = path.split('/');
    const queue = this.#queues.get(name.toLowerCase());
    return part?.toLowerCase() === '$deadletterqueue' ? queue?.deadLetters : queue;
  }

  /** Listens; after a `close`, where it did before. */
  async listen(): Promise<void> {
    const options = { host: '127.0.0.1', port: this.#port, tcp_no_delay: true };
    this.#server = this.#container.listen(options);
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#ticking = setInterval(() => this.#tick(), tickMs);
  }

  get connectionString(): string {
    const key = 'SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=none';
    return `Endpoint=sb://127.0.0.1:${this.#port};${key};UseDevelopmentEmulator=true;`;
  }

  /** Cuts every connection as a network does: nobody says goodbye. */
  dropConnections(): void {
    // rhea lets go of a connection only on an error or a proper end.
    for (const socket of this.#sockets) socket.destroy(new Error('dropped'));
  }

  async close(): Promise<void> {
    clearInterval(this.#ticking);
    const closed = this.#server && once(this.#server, 'close');
    this.#server?.close();
    this.#server = undefined;
    this.dropConnections();
    await closed;
  }

  #watch({ socket }: Connection): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #tick(): void {
    for (const queue of this.#queues.values()) queue.tick();
  }
}
