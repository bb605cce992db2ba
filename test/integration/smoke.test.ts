import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../support/call.js';
import { buildWhatIsStale, type LocalProcess, runBuilt } from '../support/local-process.js';

const keys = { SMOKE_API_KEY: 'the-key-of-clients', SMOKE_ADMIN_KEY: 'the-key-of-admins-' };
let folder: string;
let app: LocalProcess;
let origin: string;

beforeAll(async () => {
  buildWhatIsStale();
  folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
  app = runBuilt({
    ...{ DATA_DIR: folder, PORT: '0', SYNC_SCHEDULE: '*/2 * * * * *' },
    ...{ API_KEYS: keys.SMOKE_API_KEY, ADMIN_KEYS: keys.SMOKE_ADMIN_KEY },
  });
  origin = await app.ready;
});
afterAll(async () => {
  app.child.kill('SIGKILL');
  await app.ended;
  await rm(folder, { recursive: true });
});

async function smoke(given: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const command = ['infra/tooling/smoke.mjs', ...given];
  const run = promisify(execFile)(process.execPath, command, { env });
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

test('it uses a running app from end to end and leaves nothing behind', async () => {
  const { code, said } = await smoke([origin], keys);
  expect(said).toMatch(/^14 passed, 0 failed$/m);
  expect(code).toBe(0);
  const headers = { 'x-functions-key': keys.SMOKE_API_KEY };
  const { body } = await call({ origin }, 'GET', '/items', undefined, headers);
  expect(body).toEqual({ items: [] });
});

test('it writes nothing where it is to read only', async () => {
  const { code, said } = await smoke([`${origin}/api`, '--read-only'], keys);
  expect(said).toMatch(/^5 passed, 0 failed$/m);
  expect(code).toBe(0);
});

test('it says what failed, never a key, and fails itself', async () => {
  const wrong = { ...keys, SMOKE_API_KEY: 'a-key-that-is-wrong' };
  const { code, said } = await smoke([origin, '--read-only'], wrong);
  expect(said).toMatch(/✗ it lists what is popular .*expected 200, got 40[13]/);
  expect(said).not.toContain(wrong.SMOKE_API_KEY);
  expect(code).toBe(1);
});

test.each([[[]], [['not an address']], [['http://127.0.0.1', '--wipe']]])(
  'it says how it is asked when asked with %j',
  async (given) => {
    const { code, said } = await smoke(given, {});
    expect(said).toContain('npm run smoke -- <url> [--read-only]');
    expect(code).toBe(2);
  },
);
