import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Azurite } from '../support/azurite.js';
import { ownCertificate } from '../support/own-certificate.js';

const program = fileURLToPath(new URL('fixtures/keyless-storage.ts', import.meta.url));
type Kind = 'blob' | 'queue';
let folder = '';
const azurites = new Map<Kind, Azurite>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyless-'));
  const { certificate, key } = ownCertificate();
  const paths = { cert: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  await writeFile(paths.cert, certificate);
  await writeFile(paths.key, key);
  const flags = ['--oauth', 'basic', '--cert', paths.cert, '--key', paths.key];
  for (const kind of ['blob', 'queue'] as const) azurites.set(kind, new Azurite(kind, flags));
  await Promise.all([...azurites.values()].map((azurite) => azurite.start()));
});
afterAll(async () => {
  await Promise.all([...azurites.values()].map((azurite) => azurite.dispose()));
  await rm(folder, { recursive: true });
});

const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;

/** As Microsoft Entra ID gives them, but for the signature, which the emulator does not look at. */
function token(claims: Readonly<Record<string, unknown>> = {}): string {
  const times = { iat: seconds(-600), nbf: seconds(-600), exp: seconds(600) };
  const issuer = { iss: 'https://sts.windows.net/00000000-0000-0000-0000-000000000000/' };
  const body = { ...times, ...issuer, aud: 'https://storage.azure.com', ...claims };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(body)}.c2lnbmF0dXJl`;
}

/** In a process of its own, which trusts the emulator's certificate. */
async function use(kind: Kind, given: string): Promise<unknown> {
  const url = `https://127.0.0.1:${azurites.get(kind)?.port}/tastemaker`;
  const child = spawn(process.execPath, ['--import', 'tsx', program, kind, url, given], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const piece of child.stdout) said += String(piece);
  return JSON.parse(said);
}

test('blobs are written, read and locked by a token alone', async () => {
  expect(await use('blob', token())).toEqual({ read: 'content', isHeld: true, serving: 'a' });
});

test('messages are sent and received by a token alone', async () => {
  expect(await use('queue', token())).toEqual({ body: { taskId: 'a' } });
});

test.each([
  ['has expired', { exp: seconds(-60) }],
  ['is not valid yet, as where clocks differ', { nbf: seconds(3_600) }],
  ['is for another service', { aud: 'https://vault.azure.net' }],
])('a token that %s is refused, and told nobody', async (_, claims) => {
  const given = token(claims);
  const outcome = await use('blob', given);
  expect(outcome).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('refuses this identity or key'),
  });
  expect(JSON.stringify(outcome)).not.toContain(given.slice(0, 40));
});
