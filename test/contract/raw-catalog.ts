import type { CosmosConnection } from '../../shared/adapters/cloud/cosmos/connection.js';
import { itemDocument, itemKey, itemOf, tombstone } from '../../shared/adapters/cloud/cosmos/catalogue/item-document.js';
export function rawCatalog(connection: CosmosConnection): any {
  const c = connection.container('shop');
  const t = connection.tenant;
  return {
    async upsert(items: any[]) { for (const i of items) await c.items.upsert(itemDocument(t, i)); },
    async remove(id: string) { const { resource } = await c.item('item', [t, itemKey(id)]).read<any>(); if (resource?.kind === 'item') await c.items.upsert(tombstone(t, id)); },
    async update(id: string, f: any) { const { resource } = await c.item('item', [t, itemKey(id)]).read(); await c.items.upsert(itemDocument(t, f(itemOf(resource)))); },
    async count() { const { resources } = await c.items.query({ query: "SELECT VALUE COUNT(1) FROM c WHERE c.tenant=@t AND c.kind='item'", parameters: [{ name: '@t', value: t }] }, { partitionKey: [t] }).fetchAll(); return resources[0]; },
  };
}
