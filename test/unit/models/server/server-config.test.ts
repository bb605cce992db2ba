import { expect, test } from 'vitest';
import { parseServerConfig } from '../../../../models/server/server-config.js';

test('it needs nothing on loopback', () => {
  expect(parseServerConfig({})).toMatchObject({
    ...{ host: '127.0.0.1', port: 8080, keys: [], device: 'cuda', drainMs: 25_000 },
    batches: {
      texts: { maxCount: 64, maxCost: 16_384, maxWaiting: 2_048, atOnce: 1 },
      pictures: { maxCount: 64, maxCost: 64 * 224 * 224 },
    },
  });
});

test('it wants a key where others can reach it', () => {
  expect(() => parseServerConfig({ HOST: '0.0.0.0' })).toThrow(
    /INFERENCE_KEYS: needed when HOST is 0.0.0.0/,
  );
  const INFERENCE_KEYS = 'k'.repeat(16);
  expect(parseServerConfig({ HOST: '0.0.0.0', INFERENCE_KEYS }).keys).toEqual([INFERENCE_KEYS]);
});

test('it names every bad variable at once', () => {
  const start = () => parseServerConfig({ INFERENCE_DEVICE: 'tpu', INFERENCE_MAX_WAITING: '0' });
  expect(start).toThrow(/INFERENCE_DEVICE: /);
  expect(start).toThrow(/INFERENCE_MAX_WAITING: /);
});
