import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { parseSources, readSources, statementsOf } from '../../support/bicep/templates.js';

const isWindows = process.platform === 'win32';

/** A folder for the PATH, in which `az` and `azd` write down what they are called with. */
async function commandLine() {
  const folder = await mkdtemp(join(tmpdir(), 'tastemaker-azure-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const log = join(folder, 'calls.txt');
  await writeFile(log, '');
  for (const name of ['az', 'azd']) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "${name} $*" >> '${log}'\n`);
    await chmod(join(folder, name), 0o755);
  }
  return { path: `${folder}:${process.env['PATH']}`, calls: () => readFile(log, 'utf8') };
}

function run(script: string, env: Readonly<Record<string, string>>) {
  const path = process.env['PATH'] ?? '';
  const done = spawnSync(process.execPath, [`infra/tooling/azure/${script}.mjs`], {
    env: { PATH: path, ...env },
    encoding: 'utf8',
  });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

test.skipIf(isWindows)(
  'an environment is given keys once, each another, and never shows them',
  async () => {
    const { path, calls } = await commandLine();
    const { status, stdout } = run('first-values', { PATH: path, GPU: 'T4', MONTHLY_BUDGET: '50' });
    expect(status).toBe(0);
    const made = new Map(
      (await calls())
        .trim()
        .split('\n')
        .map((line) => {
          const [, name = '', value = ''] = /^azd env set (\S+) (\S+)$/.exec(line) ?? [];
          return [name, value] as const;
        }),
    );
    expect([...made.keys()]).toEqual(['API_KEYS', 'ADMIN_KEYS', 'INFERENCE_KEY', 'BUDGET_START']);
    const keys = [...made.values()].slice(0, 3);
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) {
      expect(key).toMatch(/^[\w-]{43}$/);
      expect(stdout).not.toContain(key);
    }
    expect(made.get('BUDGET_START')).toMatch(/^\d{4}-\d{2}-01$/);
  },
);

test.skipIf(isWindows)('keys that are there stay, and a pipeline makes none', async () => {
  const { path, calls } = await commandLine();
  expect(run('first-values', { PATH: path, API_KEYS: 'mine', ADMIN_KEYS: 'mine' }).status).toBe(0);
  expect(run('first-values', { PATH: path, CI: 'true', GPU: 'T4' }).status).toBe(0);
  expect(await calls()).toBe('');
});

const filled = z.object({
  parameters: z.record(
    z.string(),
    z.object({ value: z.union([z.string(), z.number(), z.boolean()]) }),
  ),
});
const fill = (env: Readonly<Record<string, string>>) => {
  const { status, stdout, stderr } = run('deployment-parameters', env);
  return {
    status,
    stderr,
    parameters: status === 0 ? filled.parse(JSON.parse(stdout)).parameters : {},
  };
};

test('parameters are filled from the environment, each of the type that the template wants', async () => {
  const { parameters } = fill({
    AZURE_ENV_NAME: 'shop',
    AZURE_LOCATION: 'westeurope',
    GPU: 'A100',
    MAXIMUM_INSTANCES: '7',
  });
  expect(parameters).toMatchObject({
    environmentName: { value: 'shop' },
    gpu: { value: 'A100' },
    cosmosMode: { value: 'serverless' },
    maximumInstances: { value: 7 },
    privateNetworking: { value: false },
    apiKeys: { value: '' },
  });
  const main = parseSources(await readSources()).templates.get('main.bicep');
  const types: Readonly<Record<string, string>> = {
    string: 'string',
    int: 'number',
    bool: 'boolean',
  };
  for (const { name, type } of main ? statementsOf(main, 'param') : []) {
    const given = parameters[name];
    if (given !== undefined) expect(typeof given.value, name).toBe(types[type]);
  }
});

test('a parameter of another type is refused by name', () => {
  expect(fill({ MAXIMUM_INSTANCES: 'many' }).stderr).toContain(
    'MAXIMUM_INSTANCES: expected a whole number, got "many"',
  );
  expect(fill({ PRIVATE_NETWORKING: 'yes' }).stderr).toContain(
    'PRIVATE_NETWORKING: expected true or false',
  );
});

test.skipIf(isWindows)(
  'the image is built once for the same sources, then run and remembered',
  async () => {
    const { path, calls } = await commandLine();
    const env = {
      PATH: path,
      REGISTRY_NAME: 'crx',
      INFERENCE_APP_NAME: 'ca-x',
      AZURE_RESOURCE_GROUP: 'rg-x',
    };
    expect(run('build-inference', env).status).toBe(0);
    const said = await calls();
    const image =
      /INFERENCE_IMAGE (crx\.azurecr\.io\/tastemaker-inference:[0-9a-f]{16})\n$/.exec(said)?.[1] ??
      '';
    expect(said.split('\n')).toEqual([
      `az acr build --registry crx --image ${image.slice('crx.azurecr.io/'.length)} --build-arg FETCH_MODELS=0 --file infra/inference/Dockerfile .`,
      'az containerapp ingress update --name ca-x --resource-group rg-x --target-port 8080',
      `az containerapp update --name ca-x --resource-group rg-x --image ${image}`,
      `azd env set INFERENCE_IMAGE ${image}`,
      '',
    ]);
    expect(run('build-inference', { ...env, INFERENCE_IMAGE: image }).status).toBe(0);
    expect(run('build-inference', { PATH: path }).status).toBe(0);
    expect(await calls()).toBe(said);
  },
);

test.skipIf(isWindows)('a pipeline learns who it is, and keeps the image that runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tastemaker-azure-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const claims = Buffer.from(JSON.stringify({ oid: 'who-I-am' })).toString('base64url');
  const answers = [
    `"account get-access-token"*) echo 'x.${claims}.y' ;;`,
    `"resource list"*) [ -z "$IMAGE" ] || echo /the/app ;;`,
    `"resource show"*) echo "$IMAGE" ;;`,
  ];
  const script = `#!/bin/sh\ncase "$*" in\n${answers.join('\n')}\nesac\n`;
  await writeFile(join(folder, 'az'), script, { mode: 0o755 });
  const learn = (env: Readonly<Record<string, string>>) =>
    spawnSync('bash', ['-c', 'set -euo pipefail; . infra/tooling/azure/pipeline-values.sh; env'], {
      env: { PATH: `${folder}:${process.env['PATH']}`, AZURE_ENV_NAME: 'shop', ...env },
      encoding: 'utf8',
    }).stdout.split('\n');
  const image = 'crx.azurecr.io/tastemaker-inference:1';
  expect(learn({ GPU: 'T4', IMAGE: image })).toEqual(
    expect.arrayContaining(['AZURE_PRINCIPAL_ID=who-I-am', `INFERENCE_IMAGE=${image}`]),
  );
  expect(learn({ GPU: 'T4', IMAGE: 'mcr.microsoft.com/k8se/quickstart:latest' })).toContain(
    'INFERENCE_IMAGE=',
  );
  expect(learn({ GPU: 'T4', IMAGE: '' })).toContain('INFERENCE_IMAGE=');
  expect(learn({ GPU: '', IMAGE: image })).toContain('INFERENCE_IMAGE=');
});
