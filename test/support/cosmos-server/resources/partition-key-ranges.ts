import { type Account, containerOf } from '../operation/account.js';
import { metadataUnits } from '../operation/request-units.js';
import type { Call, Reply } from '../wire/call.js';

/** The physical partitions of a container ("Get partition key ranges"). They never split here. */
export function partitionKeyRanges(call: Call, account: Account): Reply {
  const { number, rid, etag, timeSeconds, self } = containerOf(call, account);
  const partitions = account.store.containers.partitions.of(number);
  const ranges = partitions.map(({ id, min, max }, index) => ({
    _rid: rid,
    id,
    _etag: etag,
    minInclusive: min,
    maxExclusive: max,
    ridPrefix: index,
    _self: `${self}pkranges/${id}/`,
    throughputFraction: 1 / partitions.length,
    status: 'online',
    parents: [],
    _ts: timeSeconds,
  }));
  return {
    status: 200,
    headers: { etag },
    body: { _rid: rid, PartitionKeyRanges: ranges, _count: ranges.length },
    requestUnits: metadataUnits,
  };
}
