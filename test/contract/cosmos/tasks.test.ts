import { randomUUID } from 'node:crypto';
import { afterAll, describe } from 'vitest';
import { cosmosTaskStore } from '../../../shared/adapters/cloud/cosmos/tasks/task-store.js';
import {
  type CosmosAccount,
  freshTenant,
  realAccount,
  startTestAccount,
} from '../../support/cosmos-account.js';
import { taskStoreSuite } from '../task-store.suite.js';

/** Tasks of a fresh tenant for each test, in one account. */
function suiteOn(name: string, open: () => Promise<CosmosAccount>): void {
  describe(name, () => {
    let account: Promise<CosmosAccount> | undefined;
    afterAll(async () => (await account)?.close());
    taskStoreSuite(name, async () => {
      account ??= open();
      const { connect } = await account;
      const tenant = freshTenant();
      return {
        open: async () => cosmosTaskStore(await connect(tenant), { newId: randomUUID }),
        dispose: async () => undefined,
      };
    });
  });
}

const containers = ['tasks'] as const;
suiteOn('The task store on one partition of Cosmos DB', () => startTestAccount({ containers }));
suiteOn('The task store on three partitions of Cosmos DB', () =>
  startTestAccount({ containers, physicalPartitions: 3 }),
);
const real = realAccount('The task store on Cosmos DB');
if (real) suiteOn('The task store on a real account', real);
