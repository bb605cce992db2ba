import { expect, test } from 'vitest';
import { keyOf, keyRing } from '../../../../shared/contracts/keys.js';

test('a ring knows its keys and no others', () => {
  const isKnown = keyRing(['first key', 'second key']);
  expect(['first key', 'second key', 'third key', ''].map(isKnown)).toEqual([
    ...[true, true, false, false],
  ]);
  expect(keyRing([])('')).toBe(false);
});

test('a key comes in one of two headers', () => {
  expect(keyOf({ 'x-functions-key': 'a' })).toBe('a');
  expect(keyOf({ authorization: 'bearer  b ' })).toBe('b');
  expect(() => keyOf({ authorization: 'Basic b' })).toThrow('expected a key');
});
