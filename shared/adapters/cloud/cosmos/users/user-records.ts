import { z } from 'zod';
import { storedAttributesSchema } from '../../../../contracts/stored-records.js';
import type { User } from '../../../../domain/user.js';
import type { CosmosConnection } from '../connection.js';
import { userKey } from '../events/event-document.js';
import { openPartition } from '../events/partition.js';
import { queryTenant } from '../query-tenant.js';
import { stored } from '../stored.js';

/** The one record in a user's partition. */
export const userRecordId = 'user';

/** The documents of users. */
export interface UserRecords {
  get(id: string): Promise<User | undefined>;
  list(after: string | undefined, limit: number): Promise<readonly User[]>;
  put(user: User): Promise<void>;
}

const userSchema = z.object({
  userId: z.string(),
  features: storedAttributesSchema,
  createdAt: z.number(),
});

function parseUser(document: unknown): User {
  const { userId: id, features, createdAt } = stored(userSchema, document);
  return { id, features, createdAt };
}

export function userRecords(connection: CosmosConnection): UserRecords {
  const { tenant } = connection;
  const container = connection.container('shop');
  return {
    async get(id) {
      const document = await openPartition(connection, userKey(id)).read(userRecordId);
      return document === undefined ? undefined : parseUser(document);
    },
    async list(after, limit) {
      const limited = [{ name: '@limit', value: limit }];
      const spec =
        after === undefined
          ? { query: first, parameters: limited }
          : { query: later, parameters: [...limited, { name: '@after', value: after }] };
      return (await queryTenant(connection, 'shop', spec)).map(parseUser);
    },
    async put({ id: userId, features, createdAt }) {
      const body = { id: userRecordId, tenant, key: userKey(userId), kind: 'user' };
      await connection.run(() => container.items.upsert({ ...body, userId, features, createdAt }));
    },
  };
}

const columns = 'SELECT TOP @limit c.userId, c.features, c.createdAt FROM c';
const first = `${columns} WHERE c.tenant = @tenant AND c.kind = 'user' ORDER BY c.userId`;
const later = `${columns} WHERE c.tenant = @tenant AND c.kind = 'user' AND c.userId > @after
  ORDER BY c.userId`;
