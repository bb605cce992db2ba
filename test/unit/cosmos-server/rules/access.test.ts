import { Agent } from 'node:https';
import { CosmosClient } from '@azure/cosmos';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sendRaw } from '../raw-requests.js';
import { type ServerUnderTest, serverUnderTest } from '../server-under-test.js';

const hour = 3_600;

describe('Signed requests', () => {
  test('are let in', async () => {
    const { server } = await serverUnderTest();
    expect((await sendRaw(server, { path: '/dbs' })).status).toBe(200);
  });

  test('are refused without a signature', async () => {
    const { server } = await serverUnderTest();
    const response = await fetch(`${server.endpoint}/dbs`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'Unauthorized' });
  });

  test('are refused when signed for something else', async () => {
    const { server } = await serverUnderTest();
    const { headers } = { headers: { 'x-ms-date': new Date(0).toUTCString() } };
    expect((await sendRaw(server, { path: '/dbs', headers })).status).toBe(401);
  });

  test('are refused when their date is more than 15 minutes off', async () => {
    const { server } = await serverUnderTest();
    for (const minutes of [-16, 16]) {
      const date = new Date(Date.now() + minutes * 60_000);
      expect((await sendRaw(server, { path: '/dbs', date })).status).toBe(403);
    }
  });

  test('are refused when the clock of the server is off', async () => {
    const { server } = await serverUnderTest();
    await server.faults({ rate: 0, kinds: [], seed: 1, skew: 16 * 60_000 });
    expect((await sendRaw(server, { path: '/dbs' })).status).toBe(403);
    await server.faults({ rate: 0, kinds: [], seed: 1 });
    expect((await sendRaw(server, { path: '/dbs' })).status).toBe(200);
  });
});

describe('Credentials of @azure/identity', () => {
  test('are let in over TLS, to work on documents but not to make databases', async () => {
    const { server, container } = await serverUnderTest({ tls: true });
    const scopes: unknown[] = [];
    const expiresOnTimestamp = Date.now() + hour * 1_000;
    const getToken = async (scope: unknown) => {
      scopes.push(scope);
      const claims = { aud: server.endpoint, exp: expiresOnTimestamp / 1_000 };
      return { token: tokenOf(claims), expiresOnTimestamp };
    };
    const client = new CosmosClient({
      endpoint: server.endpoint,
      aadCredentials: { getToken },
      agent: new Agent({ rejectUnauthorized: false }),
    });
    onTestFinished(() => client.dispose());
    await container();
    const shop = client.database(server.database).container('items');
    const { statusCode } = await shop.items.create({ id: 'a', pk: 'p' });
    expect(statusCode).toBe(201);
    const { resources } = await shop.items.query('SELECT VALUE COUNT(1) FROM c').fetchAll();
    expect(resources).toEqual([1]);
    await expect(client.databases.create({ id: 'other' })).rejects.toMatchObject({
      code: 403,
      substatus: 5300,
    });
    expect(scopes).toContainEqual([`${server.endpoint}/.default`]);
  });
});

describe('Tokens of Microsoft Entra ID', () => {
  const now = Math.floor(Date.now() / 1_000);

  test('are let in while they are valid', async () => {
    const { server } = await serverUnderTest();
    const status = await statusWith({ aud: server.endpoint, exp: now + hour }, server);
    expect(status).toBe(404);
  });

  test('are refused when they are expired', async () => {
    const { server } = await serverUnderTest();
    expect(await statusWith({ aud: server.endpoint, exp: now - 1 }, server)).toBe(401);
  });

  test('are refused when they are for somebody else', async () => {
    const { server } = await serverUnderTest();
    const claims = { aud: 'https://storage.azure.com', exp: now + hour };
    expect(await statusWith(claims, server)).toBe(401);
  });

  test('are refused when they are none', async () => {
    const { server } = await serverUnderTest();
    const authorization = 'type=aad&ver=1.0&sig=nothing';
    const response = await fetch(`${server.endpoint}/dbs`, { headers: { authorization } });
    expect(response.status).toBe(401);
  });
});

/** Of reading a database that does not exist. */
async function statusWith(claims: object, { endpoint }: ServerUnderTest['server']) {
  const token = tokenOf(claims);
  const client = new CosmosClient({
    endpoint,
    tokenProvider: async () => `type=aad&ver=1.0&sig=${token}`,
    connectionPolicy: { enableEndpointDiscovery: false },
  });
  onTestFinished(() => client.dispose());
  return client
    .database('none')
    .read()
    .then(
      ({ statusCode }) => statusCode,
      (error: { readonly code?: unknown }) => error.code,
    );
}

function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
}
