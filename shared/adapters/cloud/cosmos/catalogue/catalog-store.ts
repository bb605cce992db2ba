import { z } from 'zod';
import type { CatalogStore } from '../../../../ports/catalog-store.js';
import type { CosmosConnection } from '../connection.js';
import { inTurn } from '../events/in-turn.js';
import { queryTenant } from '../query-tenant.js';
import { itemLister } from './item-lister.js';
import { ItemPlace } from './item-place.js';
import { itemWriter } from './item-writer.js';

const countSchema = z.tuple([z.number()]);

/**
 * The catalogue in `shop`, one partition an item. A removed item leaves a tombstone for 30 days, so that the change feed
 * tells of it. Writes of many land each for itself, and `RowsFailed` names those that did not.
 */
export function cosmosCatalogStore(connection: CosmosConnection): CatalogStore {
  const { upsert, addMissing } = itemWriter(connection);
  const place = (id: string) => new ItemPlace(connection, id);
  // Who changes one item many times at once need not collide with itself.
  const alone = inTurn();
  return {
    upsert,
    addMissing,
    get: (id) => place(id).read(),
    update: (id, change) => alone(id, () => place(id).update(change)),
    remove: (id) => alone(id, () => place(id).remove()),
    list: itemLister(connection),
    count: async () => {
      const query = "SELECT VALUE COUNT(1) FROM c WHERE c.tenant = @tenant AND c.kind = 'item'";
      return countSchema.parse(await queryTenant(connection, 'shop', { query }))[0];
    },
  };
}
