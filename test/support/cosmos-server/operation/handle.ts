import type { Call, Reply } from '../wire/call.js';
import { ServiceError } from '../wire/service-error.js';
import type { Account } from './account.js';
import { refusedUnits } from './request-units.js';
import { routeOf } from './route.js';

/** Does what a request asks for, and notes what it cost. Throws how the service refuses it. */
export function handle(call: Call, account: Account): Reply {
  const { operation, handle: work } = routeOf(call);
  const { ids, link } = call.path;
  const resource = ids.length > 1 ? link.split('/').slice(0, 4).join('/') : link;
  const charge = (requestUnits: number) =>
    account.charges.add({ operation, resource, requestUnits });
  try {
    const reply = work(call, account);
    charge(reply.requestUnits);
    return reply;
  } catch (error) {
    const requestUnits = error instanceof ServiceError ? refusedUnits(error) : 0;
    if (requestUnits > 0) charge(requestUnits);
    throw error;
  }
}

/** The same, but nobody is told how it went, nor that it was refused. */
export function handleUnheard(call: Call, account: Account): void {
  try {
    handle(call, account);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
}
