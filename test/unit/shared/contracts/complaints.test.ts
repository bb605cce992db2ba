import { expect, test } from 'vitest';
import { z } from 'zod';
import { check, refuse, shown } from '../../../../shared/contracts/complaints.js';

test('a value is shown shortened, and what holds others only as what it is', () => {
  expect(shown('short')).toBe('"short"');
  expect(shown('x'.repeat(1_000_000)).length).toBeLessThan(70);
  expect(shown(Number.NaN)).toBe('null');
  expect(shown(undefined)).toBe('undefined');
  expect(shown([1, 2])).toBe('a list of 2');
  expect(shown({ secret: 1 })).toBe('an object');
});

const shape = z.strictObject({
  a: z.array(z.strictObject({ b: z.int() })),
  c: z.union([z.literal('x'), z.strictObject({ d: z.string() })]).optional(),
});
const complaintsOf = (value: unknown) => {
  const result = check(shape, value);
  return result.ok ? [] : result.complaints;
};

test('a complaint names its place, what was expected and what there was', () => {
  expect(complaintsOf({ a: [{ b: 1 }, { b: 'x', e: 1 }] })).toEqual([
    { path: 'a.1.b', message: 'expected number, received string, got "x"' },
    { path: 'a.1.e', message: 'unknown field' },
  ]);
  expect(complaintsOf({})).toEqual([{ path: 'a', message: 'missing' }]);
});

test('of several shapes the one that fits best is spoken of', () => {
  expect(complaintsOf({ a: [], c: { d: 5 } })).toEqual([
    { path: 'c.d', message: 'expected string, received number, got 5' },
  ]);
  expect(complaintsOf({ a: [], c: 5 })).toMatchObject([{ path: 'c' }]);
});

test('however much is wrong, no more than fifty complaints are made', () => {
  expect(complaintsOf({ a: Array.from({ length: 500 }, () => ({})) })).toHaveLength(50);
});

test('a refusal says the first and counts the others', () => {
  const complaint = (path: string) => ({ path, message: 'wrong' });
  expect(() => refuse([complaint('a'), complaint('b'), complaint('c')])).toThrow(
    'a: wrong (and 2 more)',
  );
  expect(() => refuse([complaint('')])).toThrow(/^wrong$/);
  expect(() => refuse([])).toThrow('not valid');
});
