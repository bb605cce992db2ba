import { z } from 'zod';
import type { PartitionKey, PartitionKeyDefinition } from '../../partitions/partition-key.js';
import { type Call, jsonBody } from '../../wire/call.js';
import { badRequest, ServiceError } from '../../wire/service-error.js';
import type { ItemOperation } from '../item-operation.js';
import { wholeKey } from '../whole-key.js';

const maxOperations = 100;
const maxBytes = 2 * 1_024 * 1_024;

const operation = z.object({
  operationType: z.enum(['Create', 'Upsert', 'Read', 'Replace', 'Delete', 'Patch']),
  id: z.string().optional(),
  resourceBody: z.unknown().optional(),
  partitionKey: z.string().optional(),
  ifMatch: z.string().optional(),
  ifNoneMatch: z.string().optional(),
});
const operations = z.array(operation).min(1);

/**
 * The operations of a batch or of bulk ("Transactional batch operations in Azure Cosmos DB": at most 100, of 2 MB).
 * `own`: the key of those that name none. Throws 400 and 413.
 */
export function batchOperations(
  call: Call,
  definition: PartitionKeyDefinition,
  own: PartitionKey | undefined,
): readonly ItemOperation[] {
  if (Buffer.byteLength(call.body) > maxBytes) {
    throw new ServiceError(413, 'Request size is too large');
  }
  const { success, data, error } = operations.safeParse(jsonBody(call));
  if (!success) throw badRequest(`The batch is not valid: ${z.prettifyError(error)}`);
  if (data.length > maxOperations) {
    throw badRequest(`Batch request has more operations than what is supported: ${data.length}.`);
  }
  return data.map(({ operationType, partitionKey, resourceBody, ...rest }) => {
    const key = partitionKey === undefined ? own : wholeKey(partitionKey, definition);
    if (key === undefined)
      throw badRequest('PartitionKey value must be supplied for this operation.');
    return { ...rest, kind: operationType, body: resourceBody, key };
  });
}
