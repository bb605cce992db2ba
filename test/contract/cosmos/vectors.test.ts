import { randomUUID } from 'node:crypto';
import type { CosmosConnection } from '../../../shared/adapters/cloud/cosmos/connection.js';
import { openCosmosVectors } from '../../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import { freshTenant, onEachCosmos } from '../../support/cosmos-account.js';
import { vectorChangesSuite } from '../vector-changes.suite.js';
import { vectorStoreSuite } from '../vector-store.suite.js';
import type { NewVectorStore } from '../vector-store-under-test.js';

/** As long as those of the suites. */
const vectors = { dimensions: { text: 2, image: 3 } };

onEachCosmos(
  (name, { connect }) => {
    const newStore: NewVectorStore = async () => {
      const tenant = freshTenant();
      let connection: CosmosConnection | undefined;
      return {
        async open() {
          connection = await connect({ tenant });
          return openCosmosVectors(connection, { newId: randomUUID }).vectors;
        },
        close: async () => connection?.close(),
        dispose: async () => undefined,
      };
    };
    vectorStoreSuite(name, newStore, 520);
    vectorChangesSuite(name, newStore, 5);
  },
  { partitions: [3], vectors },
);
