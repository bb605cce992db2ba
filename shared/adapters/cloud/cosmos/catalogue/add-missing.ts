import { isDeepStrictEqual } from 'node:util';
import type { OperationInput } from '@azure/cosmos';
import { type RowOutcome, writeRows } from '../bulk.js';
import type { CosmosConnection } from '../connection.js';
import { asBody, itemState } from './item-document.js';
import type { ItemRows, Row } from './item-rows.js';

/** A row to be added where nothing is, or in the place of a tombstone. */
interface Addition {
  readonly row: Row;
  /** The tombstone's. */
  readonly etag?: string | undefined;
  /** Whether the row may have been written without a word of it. */
  readonly isUnsure: boolean;
}

/**
 * Adds what is not there; how many rows were new. A look comes first: it costs least where most is there, and of a row whose
 * place was free one knows whose it is, though its writing was not heard of.
 */
export async function addMissing(connection: CosmosConnection, rows: ItemRows): Promise<number> {
  let count = 0;
  let left: readonly Addition[] = rows.all.map((row) => ({ row, isUnsure: false }));
  while (left.length > 0) {
    const { free, mine } = await look(connection, rows, left);
    const { taken, added } = await add(connection, rows, free);
    count += mine + added;
    left = taken;
  }
  return count;
}

async function look(connection: CosmosConnection, rows: ItemRows, additions: readonly Addition[]) {
  const outcomes = await writeRows(connection, 'shop', additions.map(reading));
  const states = additions.map((addition, at) => {
    const state = stateOf(addition, outcomes[at]);
    if (state === 'unknown') rows.judge(addition.row, outcomes[at]);
    return state;
  });
  const free = states.filter((state) => typeof state === 'object');
  return { free, mine: states.filter((state) => state === 'mine').length };
}

async function add(connection: CosmosConnection, rows: ItemRows, additions: readonly Addition[]) {
  const outcomes = await writeRows(connection, 'shop', additions.map(writing));
  const taken = additions.flatMap(({ row }, at) => {
    const { status, isRepeated } = outcomes[at] ?? unknown;
    if (isTaken(status)) return [{ row, isUnsure: isRepeated }];
    rows.judge(row, outcomes[at]);
    return [];
  });
  return { taken, added: outcomes.filter(({ status }) => status < 300).length };
}

const unknown: RowOutcome = { status: 503, isRepeated: false };

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
  const { id } = document;
  return { operationType: 'Replace', id, ifMatch: etag, partitionKey, resourceBody };
}

const reading = ({ row: { document } }: Addition): OperationInput => ({
  ...{ operationType: 'Read', id: document.id },
  partitionKey: [document.tenant, document.key],
});
