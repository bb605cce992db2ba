import { expect, test } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

test('without an address the app encodes by itself', () => {
  expect(parseConfig({}).inference).toEqual({
    ...{ url: undefined, key: undefined, timeoutMs: 10_000 },
  });
});

test('an inference server has an address, a key and so many seconds', () => {
  const INFERENCE_KEY = 'k'.repeat(16);
  const given = { INFERENCE_URL: 'http://gpu:8080', INFERENCE_KEY, INFERENCE_TIMEOUT_SECONDS: '2' };
  expect(parseConfig(given).inference).toEqual({
    ...{ url: 'http://gpu:8080', key: INFERENCE_KEY, timeoutMs: 2_000 },
  });
});

test.each([
  ['INFERENCE_URL', 'ftp://gpu'],
  ['INFERENCE_KEY', 'secret'],
  ['INFERENCE_TIMEOUT_SECONDS', '0'],
])('a bad %s is named', (name, value) => {
  expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`\\n  ${name}: `));
});
