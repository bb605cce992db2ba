import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../shared/config.js';

const secret = 'c2VjcmV0LW9mLXRoZS1hY2NvdW50';
const emulator = 'UseDevelopmentStorage=true';
const azurite = `DefaultEndpointsProtocol=http;AccountName=tastemaker;AccountKey=${secret};QueueEndpoint=http://127.0.0.1:4711/tastemaker;`;
const bus = `Endpoint=sb://localhost:5672;SharedAccessKeyName=n;SharedAccessKey=${secret};UseDevelopmentEmulator=true;`;

const refusal = (environment: Record<string, string>): string => {
  try {
    parseConfig(environment);
  } catch (error) {
    return String(error);
  }
  return 'accepted';
};

describe('queues', () => {
  it.each([emulator, azurite])('are those of an emulator by its connection string: %s', (text) => {
    const config = parseConfig({ TASK_QUEUE: 'storage', AzureWebJobsStorage: text });
    expect(config.tasks.queue).toEqual({ kind: 'storage', connection: text });
  });

  it('are those of an account by the names that the Functions host reads', () => {
    const byName = { AzureWebJobsStorage__accountName: 'shopdata' };
    expect(parseConfig({ TASK_QUEUE: 'storage', ...byName }).tasks.queue).toEqual({
      ...{ kind: 'storage', connection: { url: 'https://shopdata.queue.core.windows.net' } },
    });
    const url = 'https://shopdata.queue.core.usgovcloudapi.net';
    const byAddress = { AzureWebJobsStorage__queueServiceUri: url };
    expect(parseConfig({ TASK_QUEUE: 'storage', ...byAddress }).tasks.queue).toEqual({
      ...{ kind: 'storage', connection: { url } },
    });
  });

  it('are those of a namespace by its host, or of an emulator', () => {
    const host = 'shop.servicebus.windows.net';
    const byHost = { SERVICE_BUS_CONNECTION__fullyQualifiedNamespace: host };
    expect(parseConfig({ TASK_QUEUE: 'service-bus', ...byHost }).tasks.queue).toEqual({
      ...{ kind: 'service-bus', connection: { host } },
    });
    const here = parseConfig({ TASK_QUEUE: 'service-bus', SERVICE_BUS_CONNECTION: bus });
    expect(here.tasks.queue).toEqual({ kind: 'service-bus', connection: bus });
  });

  it('are refused without a way to reach them, and with two', () => {
    expect(refusal({ TASK_QUEUE: 'storage' })).toContain(
      'AzureWebJobsStorage: needed when TASK_QUEUE is storage, or AzureWebJobsStorage__accountName',
    );
    const both = { AzureWebJobsStorage: emulator, AzureWebJobsStorage__accountName: 'shopdata' };
    expect(refusal({ TASK_QUEUE: 'storage', ...both })).toContain('not both');
  });
});

describe('a secret in the wrong place', () => {
  const account = `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${secret};EndpointSuffix=core.windows.net`;
  const elsewhere = `AccountName=a;AccountKey=${secret};QueueEndpoint=https://shop.queue.core.windows.net`;
  it.each([
    ['AzureWebJobsStorage', account],
    ['AzureWebJobsStorage', elsewhere],
    [
      'AzureWebJobsStorage',
      `UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://a.example/${secret}`,
    ],
    ['AzureWebJobsStorage', secret],
    ['SERVICE_BUS_CONNECTION', bus.replace('localhost:5672', 'shop.servicebus.windows.net')],
    ['SERVICE_BUS_CONNECTION', secret],
    ['BLOB_ENDPOINT', account],
    ['BLOB_ENDPOINT', `https://shop.blob.core.windows.net?sv=1&sig=${secret}`],
    ['DATA_SOURCE_URL', `https://shop.blob.core.windows.net/data/x?sv=1&sig=${secret}`],
    ['DATA_DIR', `/data;AccountKey=${secret}`],
    ['TEXT_MODEL', `https://user:${secret}@models.example/a`],
  ])('is refused by the name of the variable and never shown: %s', (name, value) => {
    const message = refusal({ [name]: value });
    expect(message).toContain(`\n  ${name}: `);
    expect(message).not.toContain(secret);
  });

  it('is none where it belongs', () => {
    expect(refusal({ SRC_DB_PASS: 'a;sig=b', INFERENCE_KEY: 'AccountKey=0123456789' })).toBe(
      'accepted',
    );
  });
});

describe('BLOB_ENDPOINT', () => {
  it('is an account by identity', () => {
    const url = 'https://shop.blob.core.windows.net';
    expect(parseConfig({ BLOB_ENDPOINT: `${url}/` }).blobs).toEqual({ kind: 'identity', url });
    expect(parseConfig({}).blobs).toBeUndefined();
  });

  it('is an emulator by the key of its connection string', () => {
    const url = 'http://127.0.0.1:4712/tastemaker';
    const { blobs } = parseConfig({ BLOB_ENDPOINT: url, AzureWebJobsStorage: azurite });
    expect(blobs).toEqual({
      kind: 'emulator',
      connection: `DefaultEndpointsProtocol=http;AccountName=tastemaker;AccountKey=${secret};BlobEndpoint=${url};`,
    });
    const usual = { BLOB_ENDPOINT: 'http://127.0.0.1:10000/devstoreaccount1' };
    expect(parseConfig({ ...usual, AzureWebJobsStorage: emulator }).blobs).toEqual({
      ...{ kind: 'emulator', connection: emulator },
    });
    expect(refusal(usual)).toContain('AzureWebJobsStorage: needed for BLOB_ENDPOINT');
  });

  it.each([
    'http://shop.blob.core.windows.net',
    'https://shop.example',
    'nonsense',
    'https://a.blob.core.windows.net/c',
  ])('refuses %s', (url) =>
    expect(refusal({ BLOB_ENDPOINT: url })).toContain('BLOB_ENDPOINT: expected https://ACCOUNT'),
  );
});

describe('a data source', () => {
  it('is a folder of blobs, read every hour as Parquet unless told otherwise', () => {
    const address = 'https://shop.blob.core.windows.net/data/events/';
    expect(parseConfig({ DATA_SOURCE_URL: address }).dataSource).toEqual({
      ...{ address, format: 'parquet', schedule: '0 0 * * * *', columns: {} },
      defaultType: undefined,
    });
    expect(parseConfig({}).dataSource).toBeUndefined();
    const told = {
      ...{ DATA_SOURCE_URL: address, DATA_SOURCE_FORMAT: 'csv', DATA_SOURCE_SCHEDULE: 'off' },
      ...{ DATA_SOURCE_COLUMNS: '{"user": "uid"}', DATA_SOURCE_TYPE: 'view' },
    };
    expect(parseConfig(told).dataSource).toEqual({
      ...{ address, format: 'csv', schedule: undefined, columns: { user: 'uid' } },
      defaultType: 'view',
    });
  });

  it.each([
    'azureml://datastores/workspaceblobstore/paths/exports/events/',
    'azureml://subscriptions/0f/resourcegroups/rg/workspaces/ws/datastores/workspaceblobstore/paths/exports/events/',
  ])('is a path in a datastore whose container is given: %s', (url) => {
    const datastore = 'https://shop.blob.core.windows.net/azureml-blobstore-1';
    const both = { DATA_SOURCE_URL: url, DATA_SOURCE_DATASTORE: datastore };
    expect(parseConfig(both).dataSource?.address).toBe(`${datastore}/exports/events/`);
    expect(refusal({ DATA_SOURCE_URL: url })).toContain('DATA_SOURCE_DATASTORE: needed');
  });

  it('of an emulator needs the address of that emulator', () => {
    const blobs = 'http://127.0.0.1:4712/tastemaker';
    const here = { DATA_SOURCE_URL: `${blobs}/data/events/`, AzureWebJobsStorage: azurite };
    expect(refusal(here)).toContain('BLOB_ENDPOINT: needed');
    expect(refusal({ ...here, BLOB_ENDPOINT: blobs })).toBe('accepted');
  });

  it.each([
    ['DATA_SOURCE_URL', 'https://elsewhere.example/data/'],
    ['DATA_SOURCE_URL', 'https://shop.blob.core.windows.net/'],
    ['DATA_SOURCE_URL', '/data/events'],
    ['DATA_SOURCE_FORMAT', 'excel'],
    ['DATA_SOURCE_SCHEDULE', 'daily'],
    ['DATA_SOURCE_COLUMNS', '{'],
    ['DATA_SOURCE_COLUMNS', '{"user": 1}'],
  ])('is refused with %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`\n  ${name}`);
  });
});
