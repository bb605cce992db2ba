import type { Account } from '../../operation/account.js';
import { containerOf } from '../../operation/account.js';
import { sessionHeaders } from '../../operation/session.js';
import type { PhysicalPartition } from '../../partitions/physical-partitions.js';
import { partitionOf } from '../../query/partition-of.js';
import type { ContainerRow } from '../../store/containers.js';
import { type Call, hasFlag, type Reply } from '../../wire/call.js';
import { ServiceError, tooManyRequests } from '../../wire/service-error.js';
import type { ItemOperation } from '../item-operation.js';
import { perform } from '../perform.js';
import { locate } from '../place.js';
import { batchOperations } from './batch-operations.js';
import {
  attempt,
  failedDependency,
  hasFailed,
  type OperationResult,
  resultOf,
} from './operation-result.js';

/** Operations on documents of one physical partition, each for itself: 200, or 207 where one or more failed. */
export function bulk(call: Call, account: Account): Reply {
  const container = containerOf(call, account);
  const partition = partitionOf(call, container, account);
  const operations = batchOperations(call, container.definition.partitionKey, undefined);
  const goesOn = hasFlag(call, 'x-ms-cosmos-batch-continue-on-error');
  const isMinimal = call.headers['prefer'] === 'return=minimal';
  const how = { container, partition, account, isMinimal };
  // One transaction, as that is faster: an operation that is refused has written nothing.
  const results = account.store.transaction(() => eachAlone(operations, how, goesOn));
  return {
    status: results.some(hasFailed) ? 207 : 200,
    headers: sessionHeaders(container, [partition], account.store.containers.partitions),
    body: results,
    requestUnits: results.reduce((sum, each) => sum + each.requestCharge, 0),
  };
}

interface How {
  readonly container: ContainerRow;
  readonly partition: PhysicalPartition;
  readonly account: Account;
  readonly isMinimal: boolean;
}

function eachAlone(operations: readonly ItemOperation[], how: How, goesOn: boolean) {
  const results: OperationResult[] = [];
  for (const operation of operations) {
    const isOver = !goesOn && results.some(hasFailed);
    results.push(isOver ? failedDependency : attempt(() => alone(operation, how)));
  }
  return results;
}

function alone(operation: ItemOperation, { container, partition, account, isMinimal }: How) {
  if (account.isThrottled()) throw tooManyRequests();
  const located = locate(account, container, operation.key);
  if (located.partition.id !== partition.id) throw elsewhere(partition.id);
  return resultOf(operation, perform(operation, located.place), isMinimal);
}

const elsewhere = (id: string) =>
  new ServiceError(410, `The partition key is not of the partition key range ${id}.`, {
    subStatus: 1002,
  });
