import type { KeyRange } from './effective-key.js';

export interface PhysicalPartition extends KeyRange {
  readonly id: string;
}

/** As many parts of the same size as asked; the hash leaves the upper three quarters of its space empty. */
export function splitEvenly(count: number): readonly PhysicalPartition[] {
  const space = 1n << 126n;
  const bound = (index: number) =>
    ((space * BigInt(index)) / BigInt(count)).toString(16).padStart(32, '0').toUpperCase();
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    min: index === 0 ? '' : bound(index),
    max: index === count - 1 ? 'FF' : bound(index + 1),
  }));
}
