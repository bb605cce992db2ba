import type { OperationInput } from '@azure/cosmos';
import { AppError } from '../../../../domain/errors.js';
import type { CosmosConnection } from '../connection.js';
import { CosmosFault } from '../fault.js';
import type { VectorContainerName } from './vector-containers.js';

/** One document to write, and whose it is. */
export interface RowWrite {
  readonly itemId: string;
  readonly operation: OperationInput;
}

/** As many as the service takes at once. */
const rowsAtOnce = 100;

/**
 * Writes rows of many partitions, each of them all or not at all and in any order but within a partition; what is there
 * already in the same form stays. Rejects where rows were refused, with a complaint for each, once all others are written.
 */
export async function writeRows(
  connection: CosmosConnection,
  container: VectorContainerName,
  rows: readonly RowWrite[],
): Promise<void> {
  const refused: Refused[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows.slice(at, at + rowsAtOnce);
    refused.push(...(await writeSome(connection, container, some)));
  }
  if (refused.length > 0) throw refusal(refused, rows.length);
}

interface Refused {
  readonly itemId: string;
  readonly status: number;
}

/** What the service may take if it is asked again. */
const isPassing = (status: number) =>
  status === 408 || status === 429 || status === 449 || status >= 500;
/** Of a removal: it was gone already. */
const isDone = (status: number) => status < 300 || status === 404;

async function writeSome(
  connection: CosmosConnection,
  container: VectorContainerName,
  rows: readonly RowWrite[],
): Promise<readonly Refused[]> {
  const { items } = connection.container(container);
  const refused: Refused[] = [];
  let left = rows;
  const write = async () => {
    const statuses = await statusesOf(() =>
      // `executeBulkOperations` takes a second for however few.
      items.bulk(left.map(({ operation }) => operation)),
    );
    const all = left.map(({ itemId }, row) => ({ itemId, status: statuses[row] ?? 500, row }));
    refused.push(...all.filter(({ status }) => !isDone(status) && !isPassing(status)));
    const passing = new Set(all.filter(({ status }) => isPassing(status)).map(({ row }) => row));
    left = left.filter((_, row) => passing.has(row));
    if (left.length > 0) throw unanswered(`does not take ${left.length} of ${rows.length} rows`);
  };
  await connection.run(write, { isRepeatable: true });
  return refused;
}

async function statusesOf(
  bulk: () => Promise<readonly { readonly statusCode: number }[]>,
): Promise<readonly number[]> {
  try {
    return (await bulk()).map(({ statusCode }) => statusCode);
  } catch (cause) {
    // The SDK leaves nothing of the reason but its message.
    throw unanswered('has not answered a bulk of rows', cause);
  }
}

function unanswered(reason: string, cause?: unknown): CosmosFault {
  const facts = { hadNoEffect: false, isOfService: true, isFinal: false };
  return Object.assign(new CosmosFault(reason, facts), { cause });
}

function refusal(refused: readonly Refused[], count: number): AppError {
  const isLarge = refused.every(({ status }) => status === 413);
  const complaints = refused.map(({ itemId, status }) => ({
    path: itemId,
    message: status === 413 ? 'has more than 2 MB' : `was refused with ${status}`,
  }));
  const names = refused.slice(0, 3).map(({ itemId }) => JSON.stringify(itemId.slice(0, 60)));
  const text = `Cosmos DB takes ${refused.length} of ${count} rows not: ${names.join(', ')}`;
  return new AppError(isLarge ? 'too-large' : 'conflict', text, { complaints });
}
