import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../shared/config.js';

it('needs nothing on a laptop and listens on loopback', () => {
  const config = parseConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 7071, dataDir: '.data', apiKeys: [] });
  expect(config.eventTypes.get('buy_comp')).toEqual({ kind: 'order', weight: 10 });
  expect(Object.isFrozen(config)).toBe(true);
});

it('names every bad variable at once', () => {
  const start = () =>
    parseConfig({ PORT: '99999', SAMPLE_SHOP: 'maybe', EVENT_TYPES: '{', CORS_ORIGINS: 'shop' });
  for (const name of ['PORT', 'SAMPLE_SHOP', 'EVENT_TYPES', 'CORS_ORIGINS']) {
    expect(start).toThrow(new RegExp(`\\n  ${name}: `));
  }
});

it('reads a blank variable as one that is not set', () => {
  expect(parseConfig({ PORT: ' ', DATA_DIR: '' })).toMatchObject({ port: 7071, dataDir: '.data' });
});

it('looks for files to import in the data folder, or where it is told to', () => {
  expect(parseConfig({ DATA_DIR: '/shop' }).importDir).toBe(join('/shop', 'imports'));
  expect(parseConfig({ DATA_DIR: '/shop', IMPORT_DIR: '/in' }).importDir).toBe('/in');
});

const inCloud = {
  WEBSITE_INSTANCE_ID: 'i1',
  COSMOS_ENDPOINT: 'https://shop.documents.azure.com',
  BLOB_ENDPOINT: 'https://shop.blob.core.windows.net',
  TASK_QUEUE: 'storage',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
};

it.each([{ HOST: '0.0.0.0' }, inCloud])(
  'refuses to be reached from outside without keys: %o',
  (environment) => {
    expect(() => parseConfig(environment)).toThrow(/API_KEYS: needed[\s\S]*ADMIN_KEYS: needed/);
    const keys = { API_KEYS: 'k'.repeat(16), ADMIN_KEYS: 'a'.repeat(16) };
    expect(parseConfig({ ...environment, ...keys }).apiKeys).toEqual(['k'.repeat(16)]);
  },
);

it('refuses a key that can be guessed', () => {
  expect(() => parseConfig({ API_KEYS: 'secret' })).toThrow(/API_KEYS: each key needs/);
});

it('refuses a reference to Key Vault that nobody resolved, without showing it', () => {
  const reference =
    '@Microsoft.KeyVault(SecretUri=https://kv-shop.vault.azure.net/secrets/API-KEYS)';
  const start = () => parseConfig({ API_KEYS: reference, SHOPPING_KEY: reference });
  expect(start).toThrow(/API_KEYS: the reference to Key Vault[\s\S]*SHOPPING_KEY: the reference/);
  expect(start).not.toThrow(/kv-shop/);
});

it('adds event types to the built-in ones and lets them be weighed anew', () => {
  const { eventTypes } = parseConfig({
    EVENT_TYPES: '{"wishlist":{"kind":"like","weight":4},"view":{"kind":"view","weight":2}}',
    EXCLUDE_SEEN: 'order, cart',
  });
  expect(eventTypes.get('wishlist')).toEqual({ kind: 'like', weight: 4 });
  expect(eventTypes.get('view')).toEqual({ kind: 'view', weight: 2 });
});

it('accepts origins and refuses paths in CORS_ORIGINS', () => {
  expect(
    parseConfig({ CORS_ORIGINS: 'https://a.example, http://localhost:3000' }).corsOrigins,
  ).toEqual(['https://a.example', 'http://localhost:3000']);
  expect(() => parseConfig({ CORS_ORIGINS: 'https://a.example/shop' })).toThrow(/CORS_ORIGINS/);
});

it.each([
  ['nonsense', 'invalid configuration format'],
  ['*/5 * * * *', 'exactly 6 parts'],
  ['0 61 * * * *', 'Invalid value for minute: 61'],
  ['0 0 0 30 2 *', 'it never comes'],
])('refuses the schedule %s at the start and says why', (schedule, why) => {
  const start = () => parseConfig({ RETRAIN_SCHEDULE: schedule });
  expect(start).toThrow(/RETRAIN_SCHEDULE: expected `off` or six fields such as 0 \*\/5/);
  expect(start).toThrow(`got ${JSON.stringify(schedule)}`);
  expect(start).toThrow(why);
});

it('trains all models every five minutes unless told otherwise', () => {
  expect(parseConfig({})).toMatchObject({
    retrainSchedule: '0 */5 * * * *',
    trainTimeLimitMs: 20_000,
  });
  expect(parseConfig({}).trainModels).toContain('hybrid');
  const told = {
    RETRAIN_SCHEDULE: 'off',
    TRAIN_MODELS: 'hybrid, ease',
    TRAIN_TIME_LIMIT_SECONDS: '5',
  };
  expect(parseConfig(told)).toMatchObject({
    ...{ retrainSchedule: undefined, trainModels: ['hybrid', 'ease'], trainTimeLimitMs: 5_000 },
  });
  expect(() => parseConfig({ TRAIN_MODELS: 'oracle' })).toThrow(/TRAIN_MODELS/);
});

it('looks for lost tasks when it is told to, and never not at all', () => {
  expect(parseConfig({}).tasks.sweepSchedule).toBe('*/5 * * * * *');
  const minutely = { TASK_SWEEP_SCHEDULE: '30 * * * * *' };
  expect(parseConfig(minutely).tasks.sweepSchedule).toBe('30 * * * * *');
  expect(() => parseConfig({ TASK_SWEEP_SCHEDULE: 'off' })).toThrow(
    /TASK_SWEEP_SCHEDULE: expected/,
  );
});
