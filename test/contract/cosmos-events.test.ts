import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { CosmosConnection } from '../../shared/adapters/cloud/cosmos/connection.js';
import { openCosmosShoppers } from '../../shared/adapters/cloud/cosmos/open-shoppers.js';
import { type CosmosHouse, startCosmosHouse } from '../support/cosmos-house.js';
import { bookmarksSuite } from './bookmarks.suite.js';
import { changeLogSuite } from './change-log.suite.js';
import { eventStoreSuite } from './event-store.suite.js';
import { sessionStoreSuite } from './session-store.suite.js';
import type { NewStore } from './store-under-test.js';
import { rawCatalog } from './raw-catalog.js';
import { userStoreSuite } from './user-store.suite.js';

let house: CosmosHouse | undefined;
beforeAll(async () => {
  house = await startCosmosHouse({ physicalPartitions: 3 });
});
afterAll(async () => {
  await house?.server.stop();
});

const newStore: NewStore = async () => {
  const tenant = randomUUID();
  let connection: CosmosConnection | undefined;
  return {
    async open() {
      if (house === undefined) throw new Error('The server has not started');
      connection = await house.connect(tenant);
      const shoppers = await openCosmosShoppers(connection, { newId: randomUUID });
      return { ...shoppers, catalog: rawCatalog(connection) };
    },
    async close() {
      await connection?.close();
      connection = undefined;
    },
    dispose: async () => undefined,
  };
};

const name = 'The store in Cosmos DB';
eventStoreSuite(name, newStore);
sessionStoreSuite(name, newStore);
userStoreSuite(name, newStore);
changeLogSuite(name, newStore);
bookmarksSuite(name, newStore);
