import type { OperationInput } from '@azure/cosmos';
import type { Item } from '../../../../domain/item.js';
import { writeRows } from '../bulk.js';
import type { CosmosConnection } from '../connection.js';
import { addMissing } from './add-missing.js';
import { asBody } from './item-document.js';
import { ItemRows, type Row } from './item-rows.js';

/** Writes many items, each for itself. */
export interface ItemWriter {
  upsert(items: readonly Item[]): Promise<void>;
  addMissing(items: readonly Item[]): Promise<number>;
}

export function itemWriter(connection: CosmosConnection): ItemWriter {
  return {
    async upsert(items) {
      const rows = new ItemRows(connection.tenant, items);
      const outcomes = await writeRows(connection, 'shop', rows.all.map(upsertion));
      for (const [index, row] of rows.all.entries()) rows.judge(row, outcomes[index]);
      rows.throwIfFailed(items.length);
    },
    async addMissing(items) {
      const rows = new ItemRows(connection.tenant, items);
      const count = await addMissing(connection, rows);
      rows.throwIfFailed(items.length);
      return count;
    },
  };
}

const upsertion = ({ document }: Row): OperationInput => ({
  operationType: 'Upsert',
  partitionKey: [document.tenant, document.key],
  resourceBody: asBody(document),
});
