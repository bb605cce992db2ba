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
import { handle, handleUnheard } from './operation/handle.js';
import { openAccountStore } from './store/account-store.js';
import type { ServerClock } from './store/clock.js';
import { type Call, hasFlag } from './wire/call.js';
import { callOf } from './wire/call-of.js';
import { checkHeaders } from './wire/known-headers.js';
import { createListener } from './wire/listener.js';
import { readBody } from './wire/read-body.js';
import { send, sendError } from './wire/send.js';

export interface ServerOptions {
  /** A SQLite file, or `:memory:`. */
  readonly file: string;
  readonly key: string;
  readonly physicalPartitions: number;
  readonly isTls: boolean;
}

/** The REST API of one Cosmos DB account on the loopback address. Everything it acknowledged is in its file. */
export class AccountServer implements Controlled {
  readonly #options: ServerOptions;
  readonly #account: Account;
  plan = new FaultPlan(noFaults);
  #server: Server | undefined;
  #port = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    const { physicalPartitions, file } = options;
    const store = openAccountStore(file, Date.now);
    const isThrottled = () => this.plan.throttles();
    const charges = new ChargeLedger();
    this.#account = { store, physicalPartitions, charges, isThrottled };
  }

  get port(): number {
    return this.#port;
  }

  get clock(): ServerClock {
    return this.#account.store.clock;
  }

  get charges(): ChargeLedger {
    return this.#account.charges;
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
    if (fault === undefined) return send(response, handle(call, this.#account), activityId);
    const refusal = refusalOf(fault.kind);
    if (refusal !== undefined) throw refusal;
    if (fault.isAfter) handleUnheard(call, this.#account);
    // What is never answered stays open until the client, or the end of the server, closes it.
    if (fault.kind === 'drop') response.destroy();
  }

  #fault(call: Call): Fault | undefined {
    const isRead = call.method === 'GET' || hasFlag(call, 'x-ms-documentdb-isquery');
    const isSessionRead = isRead && call.headers['x-ms-session-token'] !== undefined;
    return this.plan.next((kind) => kind !== 'session' || isSessionRead);
  }
}
