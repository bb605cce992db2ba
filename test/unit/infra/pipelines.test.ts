import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

const step = z.object({ uses: z.string().optional(), run: z.string().optional() });
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const workflow = z.object({
  permissions,
  concurrency: z.object({ group: z.string() }),
  env: z.record(z.string(), z.string()).optional(),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: permissions.optional(),
      'timeout-minutes': z.number(),
      needs: z.string().optional(),
      strategy: z.object({ matrix: z.object({ node: z.array(z.number()) }) }).optional(),
      environment: z.object({ name: z.string() }).optional(),
      steps: z.array(step),
    }),
  ),
});
const workflows = ['ci', 'deploy'].map((name) => `.github/workflows/${name}.yml`);
const readWorkflow = async (path: string) => workflow.parse(parse(await read(path)));

test.each(workflows)('%s uses pinned actions, no secrets, and may do little', async (path) => {
  const text = await read(path);
  const { jobs, permissions: all } = await readWorkflow(path);
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  for (const { uses } of steps) {
    if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  }
  expect(text).not.toMatch(/\$\{\{ *secrets\./);
  expect(all).toEqual({ contents: 'read' });
  const asked = Object.values(jobs).flatMap((job) => Object.entries(job.permissions ?? {}));
  for (const [of, right] of asked)
    expect([
      ['contents', 'read'],
      ['id-token', 'write'],
    ]).toContainEqual([of, right]);
});

test('an expression is never a part of a script, so that no name can be a command', async () => {
  for (const path of workflows) {
    const { jobs } = await readWorkflow(path);
    const scripts = Object.values(jobs).flatMap((job) => job.steps.map(({ run }) => run ?? ''));
    for (const script of scripts) expect(script).not.toContain('${{');
  }
});

test('pull requests are tested on each Node that is supported', async () => {
  const { jobs } = await readWorkflow('.github/workflows/ci.yml');
  expect(jobs['test']?.strategy?.matrix.node).toEqual([20, 22]);
});

test('a deployment is tested, packaged, foretold, approved, made and tried, in this order', async () => {
  const { jobs } = await readWorkflow('.github/workflows/deploy.yml');
  const scripts = (name: string) =>
    (jobs[name]?.steps ?? []).map(({ run }) => run ?? '').join('\n');
  expect(scripts('package')).toMatch(/npm test[\s\S]*npm run package/);
  expect(jobs['what-if']?.needs).toBe('package');
  expect(scripts('what-if')).toContain('az deployment sub what-if');
  expect(jobs['deploy']?.needs).toBe('what-if');
  expect(jobs['deploy']?.environment?.name).toBe('production');
  expect(scripts('deploy')).toMatch(
    /az deployment sub create[\s\S]*config-zip[\s\S]*npm run smoke/,
  );
});

test('what the parameters of a deployment are read from is handed to it', async () => {
  const { env = {} } = await readWorkflow('.github/workflows/deploy.yml');
  const file = await read('infra/main.parameters.json');
  const names = [...file.matchAll(/\$\{([A-Z_]+)/g)].flatMap(([, name]) => name ?? []);
  // Keys lie in the vault; who deploys and what runs is asked of Azure.
  const elsewhere =
    /^(API_KEYS|ADMIN_KEYS|INFERENCE_KEY|SHOPPING_KEY|SRC_DB_PASS|AZURE_PRINCIPAL_ID|INFERENCE_IMAGE)$/;
  expect(names.filter((name) => !elsewhere.test(name) && !(name in env))).toEqual([]);
});

const compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

test('the emulators are reachable from this machine alone, under the ports that the settings name', async () => {
  const { services, volumes } = compose.parse(parse(await read('infra/emulators/compose.yaml')));
  const ports = Object.values(services).flatMap((service) => service.ports);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  const numbers = ports.map((port) => port.split(':')[1]);
  expect(numbers).toEqual(expect.arrayContaining(['8081', '5672', '10000', '10001']));
  const named = Object.values(services).flatMap((service) =>
    service.volumes.map((volume) => volume.split(':')[0]),
  );
  expect(named.filter((name) => !name?.startsWith('./')).sort()).toEqual(
    Object.keys(volumes).sort(),
  );
});

test('azd finds the templates, the app and each script that it runs', async () => {
  const file = parse(await read('azure.yaml'));
  const hook = z.object({
    posix: z.object({ run: z.string() }),
    windows: z.object({ run: z.string() }),
  });
  const {
    hooks,
    services,
    workflows: flows,
  } = z
    .object({
      hooks: z.record(z.string(), hook),
      services: z.object({
        api: z.object({ host: z.literal('function'), remoteBuild: z.literal(false) }),
      }),
      workflows: z.object({ up: z.object({ steps: z.array(z.object({ azd: z.string() })) }) }),
    })
    .parse(file);
  expect(Object.keys(services)).toEqual(['api']);
  for (const { posix, windows } of Object.values(hooks)) {
    expect(windows.run).toBe(posix.run);
    const script = /^node (\S+)$/.exec(posix.run)?.[1];
    if (script !== undefined) await expect(read(script)).resolves.toContain('process');
  }
  expect(flows.up.steps.map(({ azd }) => azd)).toEqual([
    'provision',
    'deploy api --from-package dist/tastemaker.zip',
  ]);
});
