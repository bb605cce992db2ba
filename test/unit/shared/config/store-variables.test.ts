import { expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

const keys = { API_KEYS: 'k'.repeat(16), ADMIN_KEYS: 'a'.repeat(16) };
const cloud = {
  ...keys,
  WEBSITE_INSTANCE_ID: 'i1',
  COSMOS_ENDPOINT: 'https://shop.documents.azure.com:443/',
  BLOB_ENDPOINT: 'https://shop.blob.core.windows.net',
  TASK_QUEUE: 'service-bus',
  SERVICE_BUS_CONNECTION: 'Endpoint=sb://localhost;UseDevelopmentEmulator=true;',
};

it('keeps everything in the data folder unless told otherwise', () => {
  expect(parseConfig({})).toMatchObject({ cosmos: undefined, blobs: undefined });
});

it('chooses Cosmos DB and Blob Storage by their addresses', () => {
  const { cosmos, blobs } = parseConfig({
    COSMOS_ENDPOINT: 'https://shop.documents.azure.com:443/',
    COSMOS_TENANT: 'shop-1',
    BLOB_ENDPOINT: 'https://shop.blob.core.windows.net',
  });
  expect(cosmos).toEqual({
    endpoint: 'https://shop.documents.azure.com:443/',
    database: 'tastemaker',
    tenant: 'shop-1',
  });
  expect(blobs).toEqual({ kind: 'identity', url: 'https://shop.blob.core.windows.net' });
});

it('takes a key for an emulator on this machine', () => {
  const emulator = { COSMOS_ENDPOINT: 'http://127.0.0.1:8081', COSMOS_KEY: 'c2VjcmV0' };
  expect(parseConfig(emulator).cosmos?.key).toBe('c2VjcmV0');
});

it.each([
  [{ COSMOS_KEY: 'c2VjcmV0' }, 'COSMOS_KEY'],
  [{ COSMOS_KEY: 'c2VjcmV0', COSMOS_ENDPOINT: 'https://shop.documents.azure.com' }, 'COSMOS_KEY'],
  [{ COSMOS_ENDPOINT: 'https://user:c2VjcmV0@shop.documents.azure.com' }, 'COSMOS_ENDPOINT'],
  [{ BLOB_ENDPOINT: 'https://shop.blob.core.windows.net?sig=c2VjcmV0' }, 'BLOB_ENDPOINT'],
])('refuses a secret in the wrong place without repeating it: %o', (environment, name) => {
  expect(() => parseConfig(environment)).toThrow(new RegExp(`\\n  ${name}: `));
  expect(() => parseConfig(environment)).not.toThrow(/c2VjcmV0/);
});

it.each([
  [{ COSMOS_ENDPOINT: 'http://shop.example' }, 'COSMOS_ENDPOINT'],
  [{ COSMOS_ENDPOINT: 'shop', COSMOS_KEY: 'c2VjcmV0' }, 'COSMOS_ENDPOINT'],
  [{ COSMOS_DATABASE: 'a/b' }, 'COSMOS_DATABASE'],
  [{ COSMOS_TENANT: 'x'.repeat(65) }, 'COSMOS_TENANT'],
])('refuses %o', (environment, name) => {
  expect(() => parseConfig(environment)).toThrow(new RegExp(`\\n  ${name}: expected`));
});

it('wants nothing kept on the disk of an instance in the cloud', () => {
  expect(parseConfig(cloud).cosmos?.tenant).toBe('default');
  for (const name of ['COSMOS_ENDPOINT', 'BLOB_ENDPOINT', 'TASK_QUEUE'] as const) {
    const { [name]: _, ...without } = cloud;
    expect(() => parseConfig(without)).toThrow(
      new RegExp(`\\n  ${name}: .*an instance takes its disk with it`),
    );
  }
});
