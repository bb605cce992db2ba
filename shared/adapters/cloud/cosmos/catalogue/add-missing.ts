import { isDeepStrictEqual } from 'node:util';
import type { OperationInput } from '@azure/cosmos';
import { type RowOutcome, writeRows } from '../bulk.js';
import type { CosmosConnection } from '../connection.js';
import { asBody, itemDocumentId, itemState } from './item-document.js';
import type { ItemRows, Row } from './item-rows.js';

/** A row to be added where nothing is, or in the place of a tombstone. */
interface Addition {
  readonly row: Row;
  /** The tombstone's. */
  readonly etag?: string | undefined;
  /** Whether the row may have been written without a word of it. */
  readonly isUnsure: boolean;
}

/** Adds what is not there; how many rows were new. */
export async function addMissing(connection: CosmosConnection, rows: ItemRows): Promise<number> {
  let count = 0;
  let left: readonly Addition[] = rows.all.map((row) => ({ row, isUnsure: false }));
  while (left.length > 0) {
    const outcomes = await writeRows(connection, 'shop', left.map(writing));
    const taken = left.flatMap((addition, at) => {
      const { status, isRepeated } = outcomes[at] ?? { status: 503, isRepeated: false };
      if (status < 300) count += 1;
      if (isTaken(status)) return [{ ...addition, isUnsure: isRepeated || addition.isUnsure }];
      rows.judge(addition.row, outcomes[at]);
      return [];
    });
    const found = await writeRows(connection, 'shop', taken.map(reading));
    const states = taken.map((addition, at) => stateOf(addition, found[at]));
    count += states.filter((state) => state === 'mine').length;
    left = states.filter((state) => typeof state === 'object');
    taken.forEach(({ row }, at) => {
      if (states[at] === 'unknown') rows.judge(row, found[at]);
    });
  }
  return count;
}

/** There is one, there was the tombstone of one when last looked, or there is none any more. */
const isTaken = (status: number) => status === 409 || status === 412 || status === 404;

type State = 'other' | 'mine' | 'unknown' | Addition;

function stateOf({ row, isUnsure }: Addition, outcome: RowOutcome | undefined): State {
  if (outcome?.status === 404) return { row, isUnsure };
  if (outcome?.document === undefined) return 'unknown';
  const state = itemState(outcome.document);
  if ('removedId' in state) return { row, etag: outcome.etag, isUnsure };
  return isUnsure && isDeepStrictEqual(state, row.document.item) ? 'mine' : 'other';
}

function writing({ row: { document }, etag }: Addition): OperationInput {
  const partitionKey = [document.tenant, document.key];
  const resourceBody = asBody(document);
  if (etag === undefined) return { operationType: 'Create', partitionKey, resourceBody };
  const id = itemDocumentId;
  return { operationType: 'Replace', id, ifMatch: etag, partitionKey, resourceBody };
}

const reading = ({ row: { document } }: Addition): OperationInput => ({
  ...{ operationType: 'Read', id: itemDocumentId },
  partitionKey: [document.tenant, document.key],
});
