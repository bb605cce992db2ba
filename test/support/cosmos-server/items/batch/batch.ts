import type { Account } from '../../operation/account.js';
import { containerOf } from '../../operation/account.js';
import { sessionHeaders } from '../../operation/session.js';
import { sameKey } from '../../partitions/partition-key.js';
import type { Call, Reply } from '../../wire/call.js';
import { badRequest } from '../../wire/service-error.js';
import type { ItemOperation, Place } from '../item-operation.js';
import { perform } from '../perform.js';
import { locate } from '../place.js';
import { wholeKey } from '../whole-key.js';
import { batchOperations } from './batch-operations.js';
import {
  attempt,
  failedDependency,
  hasFailed,
  type OperationResult,
  resultOf,
} from './operation-result.js';

/**
 * All of the operations on one logical partition, in their order, or none: 200, or 207 with the failure at its place
 * and 424 at the others' ("Transactional batch operations in Azure Cosmos DB").
 */
export function batch(call: Call, account: Account): Reply {
  const container = containerOf(call, account);
  const { partitionKey } = container.definition;
  const header = call.headers['x-ms-documentdb-partitionkey'];
  if (header === undefined) throw badRequest('PartitionKey value must be supplied for a batch.');
  const key = wholeKey(header, partitionKey);
  const operations = batchOperations(call, partitionKey, key);
  if (!operations.every((each) => sameKey(each.key, key))) {
    throw badRequest('Batch requests may not have operations of other partition keys.');
  }
  const { place, partition } = locate(account, container, key);
  const isMinimal = call.headers['prefer'] === 'return=minimal';
  const results = allOrNone(operations, { place, isMinimal }, account);
  return {
    status: results.some(hasFailed) ? 207 : 200,
    headers: sessionHeaders(container, [partition], account.store.containers.partitions),
    body: results,
    requestUnits: results.reduce((sum, each) => sum + each.requestCharge, 0),
  };
}

/** Ends a transaction without it. */
class Refusal extends Error {
  readonly at: number;
  readonly result: OperationResult;

  constructor(at: number, result: OperationResult) {
    super('One operation of the batch was refused');
    this.at = at;
    this.result = result;
  }
}

interface How {
  readonly place: Place;
  readonly isMinimal: boolean;
}

function allOrNone(
  operations: readonly ItemOperation[],
  how: How,
  { store }: Account,
): readonly OperationResult[] {
  try {
    return store.transaction(() => operations.map((each, index) => orRefuse(each, index, how)));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return operations.map((_, index) => (index === error.at ? error.result : failedDependency));
  }
}

function orRefuse(operation: ItemOperation, index: number, { place, isMinimal }: How) {
  const result = attempt(() => resultOf(operation, perform(operation, place), isMinimal));
  if (hasFailed(result)) throw new Refusal(index, result);
  return result;
}
