import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { environmentSchema, parseConfig } from '../../shared/config.js';

const read = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** Of the Functions host, not of this app. */
const ofTheHost = ['FUNCTIONS_WORKER_RUNTIME'];
/** Set by Azure itself. */
const ofTheCloud = ['WEBSITE_INSTANCE_ID'];

test('the example settings hold every variable, and each with the value it has by default', async () => {
  const { Values } = (await read('local.settings.example.json')) as {
    readonly Values: Readonly<Record<string, string>>;
  };
  const known = Object.keys(environmentSchema.shape).filter((name) => !ofTheCloud.includes(name));
  expect(Object.keys(Values).sort()).toEqual([...ofTheHost, ...known].sort());
  expect(parseConfig(Values)).toEqual(parseConfig({}));
});

test('the emulators are all on this machine, and what they need is chosen for each place', async () => {
  const { Values, Profiles } = (await read('local.settings.example.json')) as {
    readonly Values: Readonly<Record<string, string>>;
    readonly Profiles: { readonly emulators: Readonly<Record<string, string>> };
  };
  const { cosmos, blobs, tasks } = parseConfig({ ...Values, ...Profiles.emulators });
  expect(cosmos?.endpoint).toMatch(/127\.0\.0\.1/);
  expect(blobs).toMatchObject({ kind: 'emulator' });
  expect(tasks.queue).toMatchObject({ kind: 'service-bus' });
  expect(Object.keys(Values)).toEqual(expect.arrayContaining(Object.keys(Profiles.emulators)));
});

test('the host is given the prefix under which the routes are documented', async () => {
  expect(await read('host.json')).toMatchObject({
    version: '2.0',
    extensionBundle: { version: '[4.*, 5.0.0)' },
    extensions: { http: { routePrefix: 'api' } },
  });
});
