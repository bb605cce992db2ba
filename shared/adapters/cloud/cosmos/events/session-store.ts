import type { SessionStore } from '../../../../ports/user-store.js';
import type { CosmosConnection } from '../connection.js';
import { countOf } from './count.js';
import { sessionKey } from './event-document.js';
import { ledgerId, parseLedger, sessionOf } from './ledger/ledger-document.js';
import { openPartition } from './partition.js';

export function cosmosSessionStore(connection: CosmosConnection): SessionStore {
  return {
    async get(id) {
      const document = await openPartition(connection, sessionKey(id)).read(ledgerId);
      return document === undefined ? undefined : sessionOf(parseLedger(document));
    },
    count: () => countOf(connection, 'session'),
  };
}
