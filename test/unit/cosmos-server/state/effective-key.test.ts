import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  effectiveKey,
  rangeOfPrefix,
} from '../../../support/cosmos-server/partitions/effective-key.js';
import { splitEvenly } from '../../../support/cosmos-server/partitions/physical-partitions.js';

const require = createRequire(import.meta.url);
const inSdk = (path: string) => join(dirname(require.resolve('@azure/cosmos')), path);
const hashes = z.object({
  hashV2PartitionKey: z.custom<(key: readonly unknown[]) => string>(),
});
const { hashV2PartitionKey } = hashes.parse(require(inSdk('utils/hashing/v2.js')));

const part = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);

describe('The effective partition key', () => {
  test('is the one that the SDK computes, for keys of any type', () => {
    fc.assert(
      fc.property(part, (value) => {
        expect(effectiveKey([value], { kind: 'Hash' })).toBe(hashV2PartitionKey([value]));
      }),
    );
  });

  test('of a hierarchy has the key of each level after that of the one above', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (key) => {
        const levels = key.map((each) => hashV2PartitionKey([each]));
        expect(effectiveKey(key, { kind: 'MultiHash' })).toBe(levels.join(''));
      }),
    );
  });

  test('of a document lies in the range of each prefix of its key', () => {
    fc.assert(
      fc.property(part, part, (tenant, id) => {
        const { min, max } = rangeOfPrefix([tenant]);
        const key = effectiveKey([tenant, id], { kind: 'MultiHash' });
        expect(key >= min && key < max).toBe(true);
      }),
    );
  });
});

describe('Physical partitions', () => {
  test('follow one another from the first key to the last without a gap', () => {
    const partitions = splitEvenly(5);
    expect(partitions[0]?.min).toBe('');
    expect(partitions.at(-1)?.max).toBe('FF');
    partitions.slice(1).forEach(({ min }, index) => {
      expect(min).toBe(partitions[index]?.max);
    });
  });

  test('each hold about as many keys as the others', () => {
    const partitions = splitEvenly(4);
    const keys = Array.from({ length: 4_000 }, (_, index) =>
      effectiveKey([`shop ${index}`], { kind: 'Hash' }),
    );
    for (const { min, max } of partitions) {
      const held = keys.filter((key) => key >= min && key < max).length;
      expect(held).toBeGreaterThan(850);
      expect(held).toBeLessThan(1_150);
    }
  });
});
