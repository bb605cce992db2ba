import { randomUUID } from 'node:crypto';
import type { CosmosConnection } from '../../../shared/adapters/cloud/cosmos/connection.js';
import { cosmosTaskStore } from '../../../shared/adapters/cloud/cosmos/tasks/task-store.js';
import { freshTenant, onEachCosmos } from '../../support/cosmos-account.js';
import { taskStoreSuite } from '../task-store.suite.js';

onEachCosmos(
  (name, { connect }) =>
    taskStoreSuite(`${name}, tasks`, async () => {
      const tenant = freshTenant();
      const connections: CosmosConnection[] = [];
      return {
        async open() {
          const connection = await connect({ tenant });
          connections.push(connection);
          return cosmosTaskStore(connection, { newId: randomUUID });
        },
        async dispose() {
          await Promise.all(connections.map((each) => each.close()));
        },
      };
    }),
  { partitions: [3] },
);
