import {
  type PartitionKey,
  type PartitionKeyDefinition,
  parsePartitionKey,
} from '../partitions/partition-key.js';
import { badRequest } from '../wire/service-error.js';

/** The key of one logical partition: a value for each path. Throws 400 where it is a prefix only. */
export function wholeKey(text: string, definition: PartitionKeyDefinition): PartitionKey {
  const key = parsePartitionKey(text, definition);
  if (key.length === definition.paths.length) return key;
  throw badRequest(
    'The partition key supplied in x-ms-partitionkey header has fewer components than defined in the the collection.',
    { subStatus: 1001 },
  );
}
