import type { Call } from './call.js';
import { badRequest, notImplemented } from './service-error.js';

/** Headers that ask for something else to happen, which this server does not do and may not pass over. */
const unknownHere = [
  'x-ms-documentdb-pre-trigger-include',
  'x-ms-documentdb-post-trigger-include',
  'x-ms-indexing-directive',
  'x-ms-cosmos-is-client-encrypted',
  'x-ms-documentdb-expiry-seconds',
];

/** An account of session consistency gives no more than that, and as much or less when asked. */
const consistencyLevels = ['Session', 'ConsistentPrefix', 'Eventual'];

/** Throws 501, and 400 of a consistency that is stronger than the account's. */
export function checkHeaders({ headers }: Call): void {
  for (const name of unknownHere) if (name in headers) throw notImplemented(`the header ${name}`);
  const level = headers['x-ms-consistency-level'];
  if (level === undefined || consistencyLevels.includes(level)) return;
  throw badRequest(
    `ConsistencyLevel ${level} specified in the request is invalid when service is configured with consistency level Session.`,
  );
}
