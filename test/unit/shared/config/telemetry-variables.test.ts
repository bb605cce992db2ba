import { expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

const connection =
  'InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint=https://in.example/';
const APPLICATIONINSIGHTS_CONNECTION_STRING = connection;

it('tells nobody but the log unless it is told to, and then everything', () => {
  expect(parseConfig({}).telemetry).toEqual({ connection: undefined, sampling: 100 });
  expect(
    parseConfig({ APPLICATIONINSIGHTS_CONNECTION_STRING, TELEMETRY_SAMPLING: '12.5' }).telemetry,
  ).toEqual({ connection, sampling: 12.5 });
});

it.each(['0', '-1', '101', 'half'])('refuses to sample %s percent', (sampling) => {
  expect(() => parseConfig({ TELEMETRY_SAMPLING: sampling })).toThrow(/TELEMETRY_SAMPLING/);
});

it.each(['secret-key', 'InstrumentationKey=short', `${connection};LiveEndpoint=nowhere`])(
  'refuses a connection that is none, and does not show it: %s',
  (text) => {
    const start = () => parseConfig({ APPLICATIONINSIGHTS_CONNECTION_STRING: text });
    expect(start).toThrow(/APPLICATIONINSIGHTS_CONNECTION_STRING: expected/);
    expect(start).not.toThrow(text);
  },
);

it('logs nothing on Azure where Application Insights is told, unless somebody wants it', () => {
  const keys = { API_KEYS: 'k'.repeat(16), ADMIN_KEYS: 'a'.repeat(16) };
  const cloud = {
    ...{ ...keys, WEBSITE_INSTANCE_ID: 'i1' },
    COSMOS_ENDPOINT: 'https://shop.documents.azure.com',
    BLOB_ENDPOINT: 'https://shopfiles.blob.core.windows.net',
    TASK_QUEUE: 'service-bus',
    SERVICE_BUS_CONNECTION__fullyQualifiedNamespace: 'shop.servicebus.windows.net',
  };
  expect(parseConfig({}).logLevel).toBe('info');
  expect(parseConfig({ APPLICATIONINSIGHTS_CONNECTION_STRING }).logLevel).toBe('info');
  expect(parseConfig(cloud).logLevel).toBe('info');
  const told = { ...cloud, APPLICATIONINSIGHTS_CONNECTION_STRING };
  expect(parseConfig(told).logLevel).toBe('silent');
  expect(parseConfig({ ...told, LOG_LEVEL: 'debug' }).logLevel).toBe('debug');
});
