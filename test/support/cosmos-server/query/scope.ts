import type { Account } from '../operation/account.js';
import {
  contains,
  effectiveKey,
  type KeyRange,
  overlap,
  rangeOfPrefix,
  wholeRange,
} from '../partitions/effective-key.js';
import { parsePartitionKey } from '../partitions/partition-key.js';
import type { PhysicalPartition } from '../partitions/physical-partitions.js';
import type { ContainerRow } from '../store/containers.js';
import type { Call } from '../wire/call.js';
import { partitionOf } from './partition-of.js';

/** Which documents a reader asks for. */
export interface Scope {
  /**
   * One logical partition, (part of) one physical partition, or everything. A prefix of a hierarchical key leads to the
   * physical partitions that hold it and no further: no page says that the gateway filters by it, and clients of other
   * languages were given everything (azure-sdk-for-rust, issue 4680). The condition belongs into the query.
   */
  readonly kind: 'key' | 'prefix' | 'partition' | 'container';
  readonly range: KeyRange;
  /** Those that the range touches, in its order. */
  readonly partitions: readonly PhysicalPartition[];
}

/** Reads the headers that queries and feeds say it with. Throws 400 and 410. */
export function scopeOf(call: Call, container: ContainerRow, account: Account): Scope {
  const key = call.headers['x-ms-documentdb-partitionkey'];
  if (key !== undefined) return scopeOfKey(key, container, account);
  if (call.headers['x-ms-documentdb-partitionkeyrangeid'] === undefined) {
    return { kind: 'container', ...touched(wholeRange, container, account) };
  }
  const partition = partitionOf(call, container, account);
  const range = overlap(partition, askedRange(call));
  return { kind: 'partition', range, partitions: [partition] };
}

function askedRange({ headers }: Call): KeyRange {
  const [min, max] = [headers['x-ms-start-epk'], headers['x-ms-end-epk']];
  return min === undefined || max === undefined ? wholeRange : { min, max };
}

function scopeOfKey(text: string, container: ContainerRow, account: Account): Scope {
  const { partitionKey } = container.definition;
  const key = parsePartitionKey(text, partitionKey);
  if (key.length === partitionKey.paths.length) {
    const at = effectiveKey(key, partitionKey);
    return { kind: 'key', ...touched({ min: at, max: `${at}!` }, container, account) };
  }
  const { partitions } = touched(rangeOfPrefix(key), container, account);
  const [min = '', max = ''] = [partitions[0]?.min, partitions.at(-1)?.max];
  return { kind: 'prefix', range: { min, max }, partitions };
}

function touched(range: KeyRange, { number }: ContainerRow, { store }: Account) {
  const partitions = store.containers.partitions
    .of(number)
    .filter((each) => contains(each, range.min) || contains(range, each.min));
  return { range, partitions };
}
