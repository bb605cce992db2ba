import { type Account, factsOf } from '../operation/account.js';
import { effectiveKey } from '../partitions/effective-key.js';
import type { PartitionKey } from '../partitions/partition-key.js';
import type { PhysicalPartition } from '../partitions/physical-partitions.js';
import type { ContainerRow } from '../store/containers.js';
import type { Place } from './item-operation.js';

export interface Located {
  readonly place: Place;
  readonly partition: PhysicalPartition;
}

/** Where the documents of a key lie. All that is written through one place is one write in the log of its partition. */
export function locate(account: Account, container: ContainerRow, key: PartitionKey): Located {
  const { store } = account;
  const { partitions } = store.containers;
  const at = effectiveKey(key, container.definition.partitionKey);
  const partition = partitions.at(container.number, at);
  let lsn: number | undefined;
  const place = {
    container,
    documents: store.documents,
    effectiveKey: at,
    facts: () => factsOf(container, account),
    lsn: () => {
      lsn ??= partitions.nextLsn(container.number, partition.id);
      return lsn;
    },
  };
  return { place, partition };
}
