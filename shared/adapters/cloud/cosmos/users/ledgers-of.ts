import type { CosmosConnection } from '../connection.js';
import { sessionKey, userKey } from '../events/event-document.js';
import { type KnownLedger, parseLedger, type Subject } from '../events/ledger/ledger-document.js';

/** The ledgers of all partitions where something is a user's by now. */
export async function ledgersOf(
  connection: CosmosConnection,
  userId: string,
): Promise<readonly KnownLedger[]> {
  const { tenant } = connection;
  const spec = {
    query: 'SELECT * FROM c WHERE c.tenant = @tenant AND ARRAY_CONTAINS(c.users, @user)',
    parameters: [
      { name: '@tenant', value: tenant },
      { name: '@user', value: userId },
    ],
  };
  const { resources } = await connection.run(() =>
    connection
      .container('shop')
      .items.query<unknown>(spec, { partitionKey: [tenant] })
      .fetchAll(),
  );
  return resources.map(parseLedger);
}

export const keyOf = ({ kind, id }: Subject) => (kind === 'session' ? sessionKey(id) : userKey(id));
