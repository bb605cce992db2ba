import { murmurHash } from './murmur-hash.js';
import type { KeyPart, PartitionKey, PartitionKeyDefinition } from './partition-key.js';

/** From `min`, inclusive, to `max`, exclusive, in upper-case hexadecimal. */
export interface KeyRange {
  readonly min: string;
  readonly max: string;
}

export const wholeRange: KeyRange = { min: '', max: 'FF' };

/**
 * Where a logical partition lies: 32 hexadecimal digits, for hierarchical keys 32 a level, so that the partitions
 * under a prefix lie side by side. The same as `utils/hashing` of @azure/cosmos computes; a test compares the two.
 */
export function effectiveKey(
  key: PartitionKey,
  { kind }: Pick<PartitionKeyDefinition, 'kind'>,
): string {
  if (kind === 'Hash') return hashed(key);
  return key.map((part) => hashed([part])).join('');
}

/** Of all that begins with these values; everything where there are none. */
export function rangeOfPrefix(key: PartitionKey): KeyRange {
  const min = effectiveKey(key, { kind: 'MultiHash' });
  return { min, max: `${min}FF` };
}

export const overlap = (left: KeyRange, right: KeyRange): KeyRange => ({
  min: left.min > right.min ? left.min : right.min,
  max: left.max < right.max ? left.max : right.max,
});

export const contains = ({ min, max }: KeyRange, key: string): boolean => key >= min && key < max;

function hashed(parts: readonly KeyPart[]): string {
  const [low, high] = murmurHash(Buffer.concat(parts.map(encoded)));
  // The two highest bits are kept free.
  const kept = high & 0x3fff_ffff_ffff_ffffn;
  return [kept, low]
    .map((half) => half.toString(16).padStart(16, '0'))
    .join('')
    .toUpperCase();
}

const marks = { undefined: 0, null: 1, false: 2, true: 3 };

function encoded(part: KeyPart): Buffer {
  if (typeof part === 'string') {
    return Buffer.concat([Buffer.from([0x08]), Buffer.from(part), Buffer.from([0xff])]);
  }
  if (typeof part === 'number') {
    const bytes = Buffer.alloc(9, 0x05);
    bytes.writeDoubleLE(part, 1);
    return bytes;
  }
  return Buffer.from([marks[`${part}`]]);
}
