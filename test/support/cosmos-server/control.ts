import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { FaultPlan, faults } from './faults/faults.js';
import type { ChargeLedger } from './operation/charge-ledger.js';
import type { ServerClock } from './store/clock.js';

/** Addresses that are no part of the protocol, for tests in this or another process; nobody signs them. */
export const isControl = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/__');

const clock = z.strictObject({ advanceMs: z.int() });

/** What tests may touch of a server. */
export interface Controlled {
  plan: FaultPlan;
  readonly clock: ServerClock;
  readonly charges: ChargeLedger;
}

type Asked = Readonly<Record<string, (server: Controlled, body: string) => unknown>>;

const controls: Asked = {
  /** See `faults`; holds from the next request on. */
  'POST /__faults': (server, body) => {
    server.plan = new FaultPlan(faults.parse(JSON.parse(body)));
    return {};
  },
  'POST /__clock': (server, body) => {
    server.clock.advance(clock.parse(JSON.parse(body)).advanceMs);
    return {};
  },
  /** What was charged since this was last asked for. */
  'GET /__charges': (server) => server.charges.take(),
};

interface Exchange {
  readonly server: Controlled;
  readonly response: ServerResponse;
}

export function control(
  { method, url }: IncomingMessage,
  body: string,
  { server, response }: Exchange,
): void {
  const found = controls[`${method} ${url}`];
  const answer = found?.(server, body);
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? {}));
}
