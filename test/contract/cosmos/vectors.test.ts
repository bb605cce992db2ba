import { randomUUID } from 'node:crypto';
import { afterAll, describe } from 'vitest';
import { cosmosVectorStore } from '../../../shared/adapters/cloud/cosmos/vectors/vector-store.js';
import {
  type CosmosAccount,
  freshTenant,
  realAccount,
  startTestAccount,
} from '../../support/cosmos-account.js';
import { vectorChangesSuite } from '../vector-changes.suite.js';
import { vectorStoreSuite } from '../vector-store.suite.js';
import type { NewVectorStore } from '../vector-store-under-test.js';

/** As long as those of the suites. */
const vectors = { dimensions: { text: 2, image: 3 } };
const containers = ['vectors-text', 'vectors-image', 'state'] as const;

/** Vectors of a fresh tenant for each test, in one account. */
function suiteOn(name: string, open: () => Promise<CosmosAccount>): void {
  describe(name, () => {
    let account: Promise<CosmosAccount> | undefined;
    afterAll(async () => (await account)?.close());
    const newStore: NewVectorStore = async () => {
      account ??= open();
      const { connect } = await account;
      const tenant = freshTenant();
      return {
        open: async () => cosmosVectorStore(await connect(tenant), { newId: randomUUID }),
        close: async () => undefined,
        dispose: async () => undefined,
      };
    };
    vectorStoreSuite(name, newStore);
    vectorChangesSuite(name, newStore, 5);
  });
}

suiteOn('Cosmos DB', () => startTestAccount({ containers, vectors }));
suiteOn('Cosmos DB on three partitions', () =>
  startTestAccount({ containers, vectors, physicalPartitions: 3 }),
);
const real = realAccount('Vectors on Cosmos DB', vectors);
if (real) suiteOn('A real account', real);
