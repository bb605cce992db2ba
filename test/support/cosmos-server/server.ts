import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorize } from './access/authorize.js';
import { type Controlled, control, isControl } from './control.js';
import { type Fault, FaultPlan, noFaults } from './faults/faults.js';
import { refusalOf } from './faults/refusal.js';
import type { Account } from './operation/account.js';
import { ChargeLedger } from './operation/charge-ledger.js';
import { refusedUnits } from './operation/request-units.js';
import { routeOf } from './operation/route.js';
import { openAccountStore } from './store/account-store.js';
import { type Call, hasFlag, type Reply } from './wire/call.js';
import { checkHeaders } from './wire/known-headers.js';
import { createListener } from './wire/listener.js';
import { readBody } from './wire/read-body.js';
import { resourcePath } from './wire/resource-path.js';
import { send, sendError } from './wire/send.js';
import { ServiceError } from './wire/service-error.js';

export interface ServerOptions {
  /** A SQLite file, or `:memory:`. */
  readonly file: string;
  readonly key: string;
  readonly physicalPartitions: number;
  readonly isTls: boolean;
}

/** The REST API of one Cosmos DB account on the loopback address. Everything it acknowledged is in its file. */
export class AccountServer implements Controlled {
  readonly charges = new ChargeLedger();
  readonly #options: ServerOptions;
  readonly #account: Account;
  plan = new FaultPlan(noFaults);
  #server: Server | undefined;
  #port = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    const { physicalPartitions, file } = options;
    const store = openAccountStore(file, Date.now);
    this.#account = { store, physicalPartitions, isThrottled: () => this.plan.throttles() };
  }

  get port(): number {
    return this.#port;
  }

  get clock() {
    return this.#account.store.clock;
  }

  /** On a port that the system chooses where none is given; after a `close`, where it was. */
  async listen(port = this.#port): Promise<void> {
    const { isTls } = this.#options;
    const answer = (message: IncomingMessage, response: ServerResponse) =>
      void this.#answer(message, response);
    this.#server = createListener(isTls, answer);
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Cuts all connections. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    await closed;
  }

  /** Ends the use of the file too. */
  async dispose(): Promise<void> {
    await this.close();
    this.#account.store.close();
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const activityId = randomUUID();
    try {
      const body = await readBody(message);
      if (isControl(message)) return control(message, body, { server: this, response });
      const call = callOf(message, body, this.#origin);
      this.#authorize(call);
      checkHeaders(call);
      await this.#serve(call, response, activityId);
    } catch (error) {
      sendError(response, error, activityId);
    }
  }

  get #origin(): string {
    return `${this.#options.isTls ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  #authorize(call: Call): void {
    // Not the clock that tests put forward: clients sign with the time of the machine.
    const nowMs = () => Date.now() + this.plan.skewMs;
    const origin = this.#origin;
    const audiences = [origin, `${origin}/`, 'https://cosmos.azure.com'];
    authorize(call, { key: this.#options.key, audiences, nowMs });
  }

  async #serve(call: Call, response: ServerResponse, activityId: string): Promise<void> {
    const fault = this.#fault(call);
    if (fault === undefined) return send(response, this.#handle(call), activityId);
    const refusal = refusalOf(fault.kind);
    if (refusal !== undefined) throw refusal;
    if (fault.isAfter) this.#handleUnheard(call);
    // What is never answered stays open until the client, or the end of the server, closes it.
    if (fault.kind === 'drop') response.destroy();
  }

  #fault(call: Call): Fault | undefined {
    const isRead = call.method === 'GET' || hasFlag(call, 'x-ms-documentdb-isquery');
    const isSessionRead = isRead && call.headers['x-ms-session-token'] !== undefined;
    return this.plan.next((kind) => kind !== 'session' || isSessionRead);
  }

  /** Nobody is told how it went, nor that it was refused. */
  #handleUnheard(call: Call): void {
    try {
      this.#handle(call);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
  }

  #handle(call: Call): Reply {
    const { operation, handle } = routeOf(call);
    const { ids, link } = call.path;
    const resource = ids.length > 1 ? link.split('/').slice(0, 4).join('/') : link;
    const charge = (requestUnits: number) =>
      this.charges.add({ operation, resource, requestUnits });
    try {
      const reply = handle(call, this.#account);
      charge(reply.requestUnits);
      return reply;
    } catch (error) {
      const requestUnits = error instanceof ServiceError ? refusedUnits(error) : 0;
      if (requestUnits > 0) charge(requestUnits);
      throw error;
    }
  }
}

function callOf(message: IncomingMessage, body: string, origin: string): Call {
  const entries = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: message.method ?? '',
    path: resourcePath(message.url ?? '/'),
    headers: Object.fromEntries(entries),
    origin,
    body,
  };
}
