import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { containerNames } from '../../../shared/adapters/cloud/cosmos/containers.js';
import { environmentSchema, parseConfig } from '../../../shared/config.js';
import { queueNames } from '../../../shared/ports/task-queue.js';
import { computedSettings, shopSettings, stringsOf } from '../../support/bicep/app-settings.js';
import { parseSources, readSources, statementsOf } from '../../support/bicep/templates.js';
import { stringsWithin, valueAt } from '../../support/bicep/walk.js';

const sources = await readSources();
const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
const computed = ['computedSettings', 'serviceBusSettings'].flatMap((variable) =>
  computedSettings(sources, variable),
);
const inTemplates = [...Object.keys(shopSettings(sources)), ...computed];

/** Variables that no deployed app is to be given, and why. */
const localOnly = [
  'PORT', // The Functions host listens.
  'IMPORT_DIR', // Nobody can lay files onto an instance.
  ...['MODELS_DIR', 'MODELS_HUB'], // Models are fetched before they are deployed, not there.
  ...['AzureWebJobsStorage', 'SERVICE_BUS_CONNECTION'], // With keys; an identity takes their place.
  'AzureWebJobsStorage__queueServiceUri', // For clouds whose addresses are made otherwise.
  'COSMOS_KEY', // Of emulators.
  'WEBSITE_INSTANCE_ID', // Set by Azure.
];

/** Read by the Functions host, by its triggers and by @azure/identity, not by our configuration. */
const ofTheHost = [
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'AZURE_CLIENT_ID',
  ...['accountName', 'credential', 'clientId'].map((name) => `AzureWebJobsStorage__${name}`),
  ...['accountEndpoint', 'credential', 'clientId'].map((name) => `COSMOS__${name}`),
  ...['fullyQualifiedNamespace', 'credential', 'clientId'].map(
    (name) => `SERVICE_BUS_CONNECTION__${name}`,
  ),
];

const readByCode = Object.keys(environmentSchema.shape);

test('a deployed app is given every variable that the code reads', () => {
  const given = new Set([...inTemplates, ...localOnly]);
  expect(readByCode.filter((name) => !given.has(name) && !ofTheHost.includes(name))).toEqual([]);
});

test('a deployed app is given nothing that nobody reads', () => {
  const known = new Set([...readByCode, ...ofTheHost]);
  expect(inTemplates.filter((name) => !known.has(name))).toEqual([]);
  expect(new Set(inTemplates).size, 'a setting is given twice').toBe(inTemplates.length);
  expect(inTemplates.filter((name) => localOnly.includes(name))).toEqual([]);
});

test('identities reach what triggers and clients connect to', () => {
  for (const name of ofTheHost) expect(inTemplates).toContain(name);
});

test('the app accepts what a deployment gives it, and demands the keys', () => {
  const keys = { API_KEYS: 'a-secret-of-some-length', ADMIN_KEYS: 'a-secret-of-some-length' };
  const given = {
    ...{ ...shopSettings(sources), HOST: '0.0.0.0', DATA_DIR: '/tmp/tastemaker' },
    WEBSITE_INSTANCE_ID: 'an-instance',
    COSMOS_ENDPOINT: 'https://cosmos-x1.documents.azure.com:443/',
    BLOB_ENDPOINT: 'https://stx1.blob.core.windows.net/',
    TASK_QUEUE: 'service-bus',
    SERVICE_BUS_CONNECTION__fullyQualifiedNamespace: 'sb-x1.servicebus.windows.net',
    AzureWebJobsStorage__accountName: 'stx1',
  };
  expect(parseConfig({ ...given, ...keys })).toMatchObject({ sampleShop: false, logLevel: 'warn' });
  expect(() => parseConfig(given)).toThrow(/API_KEYS: needed/);
});

test('secrets come by reference, each from a secret that the vault is given', () => {
  const secrets = stringsOf(sources, 'modules/function-app.bicep', 'secretOf')
    .flatMap((text) => /secrets\/([A-Z-]+)\)$/.exec(text)?.[1] ?? [])
    .sort();
  const vault = parseSources(sources).templates.get('modules/vault.bicep');
  const made = (vault ? statementsOf(vault, 'resource') : []).flatMap(({ type, body }) => {
    const name = valueAt(body, ['name']);
    return type === 'Microsoft.KeyVault/vaults/secrets' && name ? stringsWithin(name) : [];
  });
  expect(secrets).toEqual([...made].sort());
  expect(secrets).toEqual([
    'ADMIN-KEYS',
    'API-KEYS',
    'INFERENCE-KEY',
    'SHOPPING-KEY',
    'SRC-DB-PASS',
  ]);
});

test('queues bear the names that the code calls', async () => {
  const names = Object.values(queueNames).sort();
  const made = (path: string) => [...stringsOf(sources, path, 'queueNames')].sort();
  expect(made('modules/data/service-bus.bicep')).toEqual(names);
  const withPoison = names.flatMap((name) => [name, `${name}-poison`]).sort();
  expect(made('modules/data/storage.bicep')).toEqual(withPoison);
  const emulator = emulatorSchema.parse(JSON.parse(await read('infra/emulators/service-bus.json')));
  const queues = emulator.UserConfig.Namespaces.flatMap(({ Queues }) => Queues);
  expect(queues.map(({ Name }) => Name).sort()).toEqual(names);
});

const emulatorSchema = z.object({
  UserConfig: z.object({
    Namespaces: z.array(
      z.object({
        Queues: z.array(
          z.object({ Name: z.string(), Properties: z.object({ MaxDeliveryCount: z.number() }) }),
        ),
      }),
    ),
  }),
});

test('containers of the database bear the names that the code calls', () => {
  const file = z.array(z.object({ id: z.string() }));
  const made = file.parse(JSON.parse(sources.get('modules/cosmos-containers.json') ?? ''));
  expect(made.map(({ id }) => id).sort()).toEqual([...containerNames].sort());
  const busy = stringsOf(sources, 'modules/data/cosmos.bicep', 'busyContainers');
  expect(containerNames).toEqual(expect.arrayContaining([...busy]));
});

test('a task gives up before its message is put aside', () => {
  const attempts = Number(shopSettings(sources)['TASK_MAX_ATTEMPTS']);
  const bus = sources.get('modules/data/service-bus.bicep') ?? '';
  expect(Number(/maxDeliveryCount: (\d+)/.exec(bus)?.[1])).toBeGreaterThan(attempts);
});

test('the inference server reads what its container is given', async () => {
  const text = sources.get('modules/inference.bicep') ?? '';
  const names = [...text.matchAll(/\{ name: '([A-Z_]+)', (?:value|secretRef):/g)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(expect.arrayContaining(['HOST', 'PORT', 'INFERENCE_KEYS', 'TEXT_MODEL']));
  const shared = ['encoder', 'telemetry'].map((part) => `shared/config/${part}-variables.ts`);
  const code = (await Promise.all(['models/server/server-config.ts', ...shared].map(read))).join();
  expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(code))).toEqual([]);
});

test('the README tells of each parameter and each setting', async () => {
  const readme = await read('README.md');
  const parameters = sources.get('main.parameters.json') ?? '';
  const names = [...parameters.matchAll(/\$\{([A-Z_]+)/g)].flatMap(([, name]) => name ?? []);
  const ofAzd = /^(AZURE_.*|INFERENCE_IMAGE|BUDGET_START)$/;
  // `SRC_DB_HOST`, `_PORT` are told of in one row.
  const told = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(readme) ||
    readme.includes(`\`${name.replace(/SRC_DB|DATA_SOURCE/, '')}\``);
  const wanted = [
    ...names.filter((name) => !ofAzd.test(name)),
    ...Object.keys(shopSettings(sources)),
  ];
  expect(wanted.filter((name) => !told(name))).toEqual([]);
});
