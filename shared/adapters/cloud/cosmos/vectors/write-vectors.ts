import type { OperationInput } from '@azure/cosmos';
import { AppError } from '../../../../domain/errors.js';
import { writeRows } from '../bulk.js';
import type { CosmosConnection } from '../connection.js';
import type { VectorContainerName } from './vector-containers.js';

/** One document to write, and whose it is. */
export interface VectorWrite {
  readonly itemId: string;
  readonly operation: OperationInput;
}

interface Refused {
  readonly itemId: string;
  readonly status: number;
}

/** What is to be removed or changed may have been removed before, or be of no interest any more. */
const passedOver: ReadonlySet<number> = new Set([404, 412]);

/**
 * Writes documents of many partitions, each for itself; what is not there is passed over by removals and patches. Rejects
 * with `unavailable`, `too-large` or `conflict` where some were refused, with a complaint for each, once all others are
 * written.
 */
export async function writeVectors(
  connection: CosmosConnection,
  container: VectorContainerName,
  writes: readonly VectorWrite[],
): Promise<void> {
  const operations = writes.map(({ operation }) => operation);
  const outcomes = await writeRows(connection, container, operations);
  const refused = writes.flatMap(({ itemId }, row): readonly Refused[] => {
    const { status } = outcomes[row] ?? { status: 503 };
    return status < 300 || passedOver.has(status) ? [] : [{ itemId, status }];
  });
  if (refused.length > 0) throw refusal(refused, writes.length);
}

function refusal(refused: readonly Refused[], count: number): AppError {
  const complaints = refused.map(({ itemId, status }) => ({
    path: itemId,
    message: status === 413 ? 'has more than 2 MB' : `was refused with ${status}`,
  }));
  const names = refused.slice(0, 3).map(({ itemId }) => JSON.stringify(itemId.slice(0, 60)));
  const text = `Cosmos DB did not take ${refused.length} of ${count} rows: ${names.join(', ')}`;
  return new AppError(codeOf(refused), text, { complaints });
}

function codeOf(refused: readonly Refused[]) {
  if (refused.some(({ status }) => status >= 500)) return 'unavailable';
  return refused.every(({ status }) => status === 413) ? 'too-large' : 'conflict';
}
