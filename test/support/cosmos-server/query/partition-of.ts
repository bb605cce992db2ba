import type { Account } from '../operation/account.js';
import type { PhysicalPartition } from '../partitions/physical-partitions.js';
import type { ContainerRow } from '../store/containers.js';
import type { Call } from '../wire/call.js';
import { badRequest, ServiceError } from '../wire/service-error.js';

/** The one that `x-ms-documentdb-partitionkeyrangeid` names. Throws 410 where it is gone, 400 where none is named. */
export function partitionOf(
  { headers }: Call,
  container: ContainerRow,
  { store }: Account,
): PhysicalPartition {
  // With the resource id of the container before a comma, where a client writes it so.
  const id = headers['x-ms-documentdb-partitionkeyrangeid']?.split(',').at(-1);
  if (id === undefined) throw badRequest('A partition key range id must be supplied.');
  const partitions = store.containers.partitions.of(container.number);
  const found = partitions.find((each) => each.id === id);
  if (found === undefined) {
    throw new ServiceError(410, `The requested partition key range ${id} no longer exists.`, {
      subStatus: 1002,
    });
  }
  return found;
}
