import {
  BulkOperationType,
  type DeleteOperation,
  type JSONObject,
  type OperationInput,
  type SqlParameter,
} from '@azure/cosmos';
import { AppError } from '../../../../domain/errors.js';
import { sendBatch } from '../batch.js';
import { type LogEnds, logEndsOf } from '../changes/session-token.js';
import type { CosmosConnection } from '../connection.js';

/** One logical partition of the shop: what lies in it can be changed in one step. */
export interface Partition {
  readonly key: string;
  /** Undefined where there is none of that id. */
  read(id: string): Promise<unknown>;
  /**
   * All of up to 100 operations, or nothing. Sent again where nobody knows what came of it: what then seems an obstacle
   * may be its own doing.
   */
  write(operations: readonly Operation[]): Promise<BatchOutcome>;
  /** `@key` is set. */
  query(query: string, parameters?: readonly SqlParameter[]): Promise<readonly unknown[]>;
}

/** Bodies come without tenant and key. */
export type Operation =
  | { readonly create: DocumentBody }
  | { readonly put: DocumentBody }
  | { readonly replace: DocumentBody; readonly etag: string }
  | { readonly remove: string; readonly etag?: string };

export type DocumentBody = Readonly<Record<string, unknown>> & { readonly id: string };

interface BatchOutcome {
  /** The operation for which nothing was done, and why: 404, 409 or 412. */
  readonly obstacle: { readonly at: number; readonly status: number } | undefined;
  /** Of what each operation left, where it left something. */
  readonly etags: readonly (string | undefined)[];
  /** How far the log of the physical partition went afterwards. */
  readonly ends: LogEnds;
}

/** Most operations of one batch. */
export const batchSize = 100;

export function openPartition(connection: CosmosConnection, key: string): Partition {
  const { tenant } = connection;
  const container = connection.container('shop');
  const partitionKey = [tenant, key];
  return {
    key,
    read: (id) =>
      connection.run(async () => (await container.item(id, partitionKey).read()).resource),
    async write(operations) {
      const inputs = operations.map((operation) => inputOf(operation, { tenant, key }));
      const { results, sessionToken } = await connection.run(
        () => sendBatch(container, inputs, partitionKey),
        { isRepeatable: true },
      );
      return {
        obstacle: obstacleIn(results),
        etags: results.map(({ eTag }) => eTag),
        ends: logEndsOf(sessionToken),
      };
    },
    async query(query, parameters = []) {
      const spec = { query, parameters: [...parameters, { name: '@key', value: key }] };
      return connection.run(
        async () =>
          (await container.items.query<unknown>(spec, { partitionKey }).fetchAll()).resources,
      );
    },
  };
}

function inputOf(operation: Operation, home: { tenant: string; key: string }): OperationInput {
  if ('remove' in operation) {
    const { remove: id, etag } = operation;
    const removal: DeleteOperation = {
      operationType: BulkOperationType.Delete,
      id,
      ...(etag !== undefined && { ifMatch: etag }),
    };
    return removal;
  }
  // Bodies are made by the codecs beside this file, of JSON alone.
  const body = (document: DocumentBody) => ({ ...document, ...home }) as JSONObject;
  if ('create' in operation)
    return { operationType: BulkOperationType.Create, resourceBody: body(operation.create) };
  if ('put' in operation)
    return { operationType: BulkOperationType.Upsert, resourceBody: body(operation.put) };
  return {
    operationType: BulkOperationType.Replace,
    id: operation.replace.id,
    resourceBody: body(operation.replace),
    ifMatch: operation.etag,
  };
}

const notDoneForAnother = 424;
const expected: ReadonlySet<number> = new Set([404, 409, 412]);

function obstacleIn(results: readonly { readonly statusCode: number }[]): BatchOutcome['obstacle'] {
  const at = results.findIndex(
    ({ statusCode }) => statusCode >= 400 && statusCode !== notDoneForAnother,
  );
  const status = results[at]?.statusCode;
  if (status === undefined) return undefined;
  if (expected.has(status)) return { at, status };
  throw new AppError('unavailable', `Cosmos DB answers ${status} to a part of a batch`);
}
