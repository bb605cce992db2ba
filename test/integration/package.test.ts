import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../support/call.js';
import { buildWhatIsStale, runIn } from '../support/local-process.js';

let folder: string;
let report: string;
const app = () => join(folder, 'app');
const zip = () => join(folder, 'tastemaker.zip');

beforeAll(async () => {
  buildWhatIsStale();
  folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
  report = execFileSync(process.execPath, ['infra/tooling/package.mjs', zip()], {
    encoding: 'utf8',
  });
  new AdmZip(zip()).extractAllTo(app());
});
afterAll(() => rm(folder, { recursive: true }));

test('holds what runs and nothing else, within 120 MB, and tells what it left out', async () => {
  const paths = new AdmZip(zip()).getEntries().map(({ entryName }) => entryName);
  const atRoot = new Set(paths.map((path) => path.split('/')[0]));
  expect([...atRoot].sort()).toEqual([
    ...['.npmrc', 'dist', 'host.json', 'node_modules', 'package-lock.json', 'package.json'],
  ]);
  expect(paths.filter((path) => /\.(map|ts|zip)$|local\.settings|\.env/.test(path))).toEqual([]);
  expect(paths.filter((path) => /node_modules\/(vitest|typescript|azurite)\//.test(path))).toEqual(
    [],
  );
  expect((await stat(zip())).size).toBeLessThan(120 * 1024 * 1024);
  expect(report).toMatch(/Left out:\n.*MB.*packages for development/);
  expect(report).toMatch(/onnxruntime-node/);
});

test('has its modules in few files, with all that its scripts run where they say', async () => {
  const paths = new AdmZip(zip()).getEntries().map(({ entryName }) => entryName);
  const modules = paths.filter((path) => /^dist\/.*\.js$/.test(path));
  expect(modules.length).toBeLessThan(200);
  const { main, scripts } = JSON.parse(await readFile(join(app(), 'package.json'), 'utf8'));
  const run = Object.values<string>(scripts).flatMap((one) => one.match(/\bdist\/\S+\.js/g) ?? []);
  expect([main, ...run].filter((path) => !modules.includes(path))).toEqual([]);
});

test('serves from a clean folder as it is', async () => {
  const { child, ready, ended, stderr } = runIn(app(), {
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
  });
  const origin = await ready.catch(() => expect.fail(stderr()));
  await call({ origin }, 'POST', '/items', { id: 'mug', name: 'Mug' });
  const { body } = await call({ origin }, 'GET', '/recommendations/ann');
  expect(body).toMatchObject({ recommendations: [{ item_id: 'mug' }] });
  expect((await call({ origin }, 'POST', '/embed', { text: 'mug' })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('starts in the Functions worker from a clean folder', async () => {
  const fixture = new URL('fixtures/functions-process.ts', import.meta.url);
  const entry = join(app(), 'dist/functions/main.js');
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...{ DATA_DIR: join(folder, 'azure'), SAMPLE_SHOP: 'off', LOG_LEVEL: 'silent' },
  };
  const command = ['--import', 'tsx', fixture.pathname, entry, 'health', 'popular'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  const [health, popular] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(health).toMatchObject({ name: 'health', status: 200, body: { status: 'ok' } });
  expect(popular).toMatchObject({ status: 200, body: { recommendations: [] } });
});
