import type { OperationInput, OperationResponse, RequestOptions } from '@azure/cosmos';
import { AppError } from '../../../domain/errors.js';
import { failureOf } from './batch.js';
import type { CosmosConnection } from './connection.js';
import type { ContainerName } from './containers.js';
import { CosmosFault, statusOf } from './fault.js';

/** What became of one row. */
export interface RowOutcome {
  /** As of a single request: 200, 201, 204, 304, 404, 409, 412, 413 …; 503 where nothing is known. */
  readonly status: number;
  /** Whether an earlier attempt may have taken effect without a word of it. */
  readonly isRepeated: boolean;
  /** What a `Read` has found. */
  readonly document?: unknown;
  readonly etag?: string;
}

interface Row {
  readonly operation: OperationInput;
  outcome: RowOutcome | undefined;
  isRepeated: boolean;
}

/** The most that the service takes at once, and how many requests are on their way at a time. */
const rowsAtOnce = 100;
const requestsAtOnce = 4;

/**
 * Writes many documents of any partitions, each for itself, in requests of up to 100. Outcomes in the order of the rows. Rows
 * that meet a busy or silent service are sent again within the connection's budget, though their first attempt may have
 * taken effect: an upsert comes to the same, a `Create` may then be told 409 by itself. Rejects with the signal's reason.
 */
export async function writeRows(
  connection: CosmosConnection,
  name: ContainerName,
  operations: readonly OperationInput[],
  signal?: AbortSignal,
): Promise<readonly RowOutcome[]> {
  const rows = operations.map<Row>((operation) => ({
    ...{ operation, outcome: undefined, isRepeated: false },
  }));
  const chunks = chunksOf(rows, rowsAtOnce);
  const next = chunks.values();
  const work = async () => {
    for (const chunk of next) await writeChunk(connection, name, chunk, signal);
  };
  await Promise.all(Array.from({ length: Math.min(requestsAtOnce, chunks.length) }, work));
  return rows.map(({ outcome, isRepeated }) => outcome ?? { status: 503, isRepeated });
}

async function writeChunk(
  connection: CosmosConnection,
  name: ContainerName,
  rows: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { items } = connection.container(name);
  const attempt = async () => {
    const left = rows.filter(({ outcome }) => outcome === undefined);
    const operations = left.map(({ operation }) => operation);
    const options = writing(signal);
    const sent = items.bulk(operations, { continueOnError: true }, options);
    const responses = await sent.catch((error: unknown) => {
      const failure = failureOf(options) ?? error;
      if (statusOf(failure) === 429) throw busy();
      for (const row of left) row.isRepeated = true;
      throw failure;
    });
    for (const [index, row] of left.entries()) note(row, responses[index]);
    if (left.some(({ outcome }) => outcome === undefined)) throw busy();
  };
  await connection.run(attempt, { isRepeatable: true, signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
  });
}

/** What the service says of a row that may be sent again. */
const passing: ReadonlySet<number> = new Set([408, 410, 429, 449, 500, 503]);

function note(row: Row, response: OperationResponse | undefined): void {
  const { statusCode: status = 503, resourceBody: document, eTag: etag } = response ?? {};
  if (passing.has(status)) {
    row.isRepeated ||= status !== 429 && status !== 449;
  } else {
    const found = { ...(document && { document }), ...(etag !== undefined && { etag }) };
    row.outcome = { status, isRepeated: row.isRepeated, ...found };
  }
}

/** What was written need not come back; what was read does. An object of its own for each request. */
function writing(signal: AbortSignal | undefined): RequestOptions {
  return { contentResponseOnWriteEnabled: false, ...(signal && { abortSignal: signal }) };
}

const busy = () =>
  new CosmosFault('is asked too much at once', {
    ...{ hadNoEffect: false, isOfService: false, isFinal: false },
  });

function chunksOf<T>(rows: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, index) => rows.slice(index * size, (index + 1) * size));
}
