import type { CosmosConnection } from '../connection.js';
import { sessionKey, userKey } from '../events/event-document.js';
import { type KnownLedger, parseLedger, type Subject } from '../events/ledger/ledger-document.js';
import { queryTenant } from '../query-tenant.js';

/** The ledgers of all partitions where something is a user's by now. */
export async function ledgersOf(
  connection: CosmosConnection,
  userId: string,
): Promise<readonly KnownLedger[]> {
  const query = 'SELECT * FROM c WHERE c.tenant = @tenant AND ARRAY_CONTAINS(c.users, @user)';
  const parameters = [{ name: '@user', value: userId }];
  const rows = await queryTenant(connection, 'shop', { query, parameters });
  return rows.map(parseLedger);
}

export const keyOf = ({ kind, id }: Subject) => (kind === 'session' ? sessionKey(id) : userKey(id));
