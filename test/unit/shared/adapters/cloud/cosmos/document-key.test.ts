import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainId, plainKey } from '../../../../../../shared/adapters/cloud/cosmos/document-key.js';

const text = fc.string({ unit: 'binary' });
const bytes = (value: string) => Buffer.from(value);

describe('A key of any text', () => {
  it('has characters only that may stand in keys and ids, and not too many', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.string({ minLength: 800, maxLength: 3_000, unit: fc.constantFrom('/', 'x', '%') }),
        ),
        (value) => {
          expect(plainKey(value)).toMatch(/^[!-~]{0,966}$/);
          expect(plainId(value)).toMatch(/^[!-~]{0,966}$/);
          expect(plainId(value)).not.toMatch(/[/\\?#%]/);
        },
      ),
    );
  });

  it('is no other text’s', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(a !== b);
        expect(plainKey(a)).not.toBe(plainKey(b));
        expect(plainId(a)).not.toBe(plainId(b));
      }),
    );
    for (const [a, b] of [
      ['a/b', 'a!2fb'],
      ['é', 'e\u0301'],
      ['', ' '],
      ['!', '!21'],
    ] as const) {
      expect(plainId(a)).not.toBe(plainId(b));
    }
    const long = 'x'.repeat(2_000);
    expect(plainKey(`${long}a`)).not.toBe(plainKey(`${long}b`));
  });

  it('keeps the order of code points', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const order = Buffer.compare(bytes(plainKey(a)), bytes(plainKey(b)));
        expect(order).toBe(Buffer.compare(bytes(a), bytes(b)));
      }),
    );
  });
});
