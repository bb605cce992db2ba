import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainId, plainKey } from '../../../../../../shared/adapters/cloud/cosmos/document-key.js';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('/', '#', '🗝️', 'x', '~', '!'), maxLength: 700 }),
);

describe.each([
  ['A key', plainKey],
  ['An id', plainId],
])('%s of a document', (_, plain) => {
  it('is of plain characters, and not longer than the service takes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(plain(text)).toMatch(/^[!-~]*$/);
        expect(plain(text).length).toBeLessThanOrEqual(970);
      }),
    );
  });

  it('is another for each text', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(plain(one) === plain(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      }),
    );
    expect(plain('x'.repeat(2_000))).not.toBe(plain('x'.repeat(2_001)));
  });
});

describe('An id of a document', () => {
  it('has none of the characters that the service forbids', () => {
    expect(plainId('a/b\\c?d#e%f')).not.toMatch(/[/\\?#%]/);
    expect(plainId('/'.repeat(1_000)).length).toBeLessThanOrEqual(970);
  });
});

describe('A key of a document', () => {
  it('keeps the order of the texts by their bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (one, other) => {
        const inBytes = (left: string, right: string) =>
          Buffer.from(left).compare(Buffer.from(right));
        expect(inBytes(plainKey(one), plainKey(other))).toBe(inBytes(one, other));
      }),
    );
  });
});
