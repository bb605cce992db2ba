import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cosmosCatalogStore } from '../../../../../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import { openCosmos } from '../../../../../../shared/adapters/cloud/cosmos/connection.js';
import { checkContainers } from '../../../../../../shared/adapters/cloud/cosmos/container-checks.js';
import { cosmosCostMeter } from '../../../../../../shared/adapters/cloud/cosmos/cost-meter.js';
import { createContainers } from '../../../../../../shared/adapters/cloud/cosmos/create-containers.js';
import { openCosmosShop } from '../../../../../../shared/adapters/cloud/cosmos/open-shop.js';
import type { Patience } from '../../../../../../shared/adapters/cloud/cosmos/patience.js';
import { AppError } from '../../../../../../shared/domain/errors.js';
import { item } from '../../../../../contract/store-under-test.js';
import { testServer } from '../../../../../support/cosmos-account.js';
import { startCosmosServer } from '../../../../../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../../../../../support/recorded-telemetry.js';

const hasty: Patience = {
  ...{ timeoutMs: 300, budgetMs: 2_000, pauseMs: { first: 5, longest: 50 } },
  ...{ breakAfter: 12, restMs: 50 },
};
const secret = Buffer.from('never to be shown').toString('base64');
const account = testServer();
const server = () => account.server ?? expect.unreachable();
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
const unsigned = (claims: object) =>
  ['{"alg":"none"}', JSON.stringify(claims), '']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('A connection to Cosmos DB', () => {
  it.each(['', 'shop', 'ftp://127.0.0.1', 'https://user:secret@shop.documents.azure.com'])(
    'refuses %j as an endpoint, without repeating it',
    async (endpoint) => {
      const error = await failure(account.connect({ endpoint }));
      expect(error).toMatchObject({ code: 'invalid' });
      expect(String(error)).not.toContain('secret');
    },
  );

  it('takes a key for this machine only, and does not show it', async () => {
    const endpoint = 'https://shop.documents.azure.com';
    const error = await failure(account.connect({ endpoint, key: secret }));
    expect(error).toMatchObject({ code: 'invalid' });
    expect(String(error)).toMatch(/must be entered by identity/);
    expect(String(error)).not.toContain(secret);
  });

  it('enters an account by identity, without a word to it before it is asked', async () => {
    const connection = await openCosmos({
      ...{ endpoint: 'https://127.0.0.1.nip.invalid:443/', key: undefined },
      ...{ database: 'tastemaker', tenant: 'default', random: Math.random },
      telemetry: new RecordedTelemetry(),
      credential: { getToken: () => expect.unreachable() },
    });
    expect(connection.isLoopback).toBe(false);
    expect(connection.address).toBe('https://127.0.0.1.nip.invalid, database "tastemaker"');
    await connection.close();
  });

  it('is unavailable where nobody listens, once its patience is over', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await new Promise((resolve) => silent.close(resolve));
    const telemetry = new RecordedTelemetry();
    const endpoint = `http://127.0.0.1:${port}`;
    const connection = await account.connect({ endpoint, telemetry, patience: hasty });
    const error = await failure(checkContainers(connection));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(/ECONNREFUSED/);
    expect(telemetry.events).toContain('cosmos db is left alone');
  });

  it('is unavailable with a wrong key', async () => {
    const connection = await account.connect({ key: secret });
    const error = await failure(checkContainers(connection));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(/accepts neither this key nor this identity \(401\)/);
    expect(String(error)).not.toContain(secret);
  });

  it('is unavailable with a clock that is far off, and says so', async () => {
    const connection = await account.connect();
    await server().faults({ rate: 0, kinds: [], seed: 1, skew: 20 * 60_000 });
    const error = await failure(checkContainers(connection));
    await server().faults({ rate: 0, kinds: [], seed: 1 });
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(/is the clock of this machine right\?/);
  });

  it('enters by a token of an identity, and is unavailable with one that has expired', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const tokens = (exp: number) => ({
      getToken: async (scope: string | string[]) => ({
        token: unsigned({ aud: String(scope).replace('/.default', ''), exp }),
        expiresOnTimestamp: exp * 1_000,
      }),
    });
    const fresh = await account.connect({ key: undefined, credential: tokens(now + 3_600) });
    await checkContainers(fresh);
    const old = await account.connect({ key: undefined, credential: tokens(now - 60) });
    const error = await failure(checkContainers(old));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(/the token has expired/);
  });

  it('enters by identity over TLS as it does an account', async () => {
    const tls = await startCosmosServer({ tls: true });
    onTestFinished(() => tls.stop());
    const { endpoint, database } = tls;
    const byKey = await account.connect({ endpoint, key: tls.key });
    await createContainers(byKey, ['shop']);
    const expiresOnTimestamp = Date.now() + 3_600_000;
    const token = unsigned({ aud: endpoint, exp: Math.floor(expiresOnTimestamp / 1_000) });
    const credential = { getToken: async () => ({ token, expiresOnTimestamp }) };
    const byIdentity = await account.connect({ endpoint, database, key: undefined, credential });
    await checkContainers(byIdentity, ['shop']);
    expect(await cosmosCatalogStore(byIdentity).addMissing([item('mug')])).toBe(1);
    expect(await failure(createContainers(byIdentity, ['state']))).toMatchObject({
      code: 'unavailable',
    });
  });

  it('sends no token to another machine in the clear', async () => {
    const credential = { getToken: () => expect.unreachable() };
    const endpoint = 'http://shop.documents.azure.com';
    const error = await failure(account.connect({ endpoint, key: undefined, credential }));
    expect(error).toMatchObject({ code: 'invalid' });
  });

  it('is unavailable without an identity', async () => {
    class CredentialUnavailableError extends Error {
      override readonly name = 'CredentialUnavailableError';
    }
    const getToken = () => Promise.reject(new CredentialUnavailableError(`no ${secret}`));
    const connection = await account.connect({ key: undefined, credential: { getToken } });
    const error = await failure(checkContainers(connection));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).not.toContain(secret);
  });

  it('leaves with its signal, though an answer never comes', async () => {
    const connection = await account.connect();
    await server().faults({ rate: 1, kinds: ['timeout'], seed: 1 });
    const leaving = new AbortController();
    const waiting = checkContainers(connection, ['shop'], leaving.signal);
    setImmediate(() => leaving.abort(new Error('gone')));
    const error = await failure(waiting);
    await server().faults({ rate: 0, kinds: [], seed: 1 });
    expect(String(error)).toBe('Error: gone');
  });

  it('is unavailable when it has been closed', async () => {
    const connection = await account.connect();
    await connection.close();
    const error = await failure(cosmosCatalogStore(connection).get('mug'));
    expect(error).toMatchObject({ code: 'unavailable' });
  });

  it('bears with a service that fails now and then, and loses no write', async () => {
    const connection = await account.connect({ patience: hasty });
    const catalog = cosmosCatalogStore(connection);
    await catalog.upsert([item('mug', { price: 0 })]);
    await server().faults({ rate: 0.2, kinds: ['429', '449', '503', 'drop', 'timeout'], seed: 7 });
    for (let count = 0; count < 25; count += 1) {
      await catalog.update('mug', (old) => ({ ...old, price: (old.price ?? 0) + 1 }));
    }
    const ids = Array.from({ length: 250 }, (_, index) => `item-${index}`);
    await catalog.upsert(ids.map((id) => item(id)));
    const added = await catalog.addMissing([...ids, 'new-1', 'new-2'].map((id) => item(id)));
    const removed = await Promise.all(ids.slice(0, 20).map((id) => catalog.remove(id)));
    await server().faults({ rate: 0, kinds: [], seed: 1 });
    expect((await catalog.get('mug'))?.price).toBe(25);
    expect(added).toBe(2);
    expect(removed).not.toContain(false);
    expect(await catalog.count()).toBe(1 + 250 + 2 - 20);
  });

  it('leaves a failing service alone, and comes back to it', async () => {
    const telemetry = new RecordedTelemetry();
    const patience = { ...hasty, breakAfter: 3, budgetMs: 60, restMs: 20 };
    const connection = await account.connect({ patience, telemetry });
    await server().faults({ rate: 1, kinds: ['503'], seed: 1 });
    const catalog = cosmosCatalogStore(connection);
    for (let count = 0; count < 3; count += 1) {
      expect(await failure(catalog.get('mug'))).toMatchObject({ code: 'unavailable' });
    }
    expect(telemetry.events).toContain('cosmos db is left alone');
    await server().faults({ rate: 0, kinds: [], seed: 1 });
    await expect.poll(() => catalog.get('mug').catch(() => 'failed')).toBeUndefined();
    expect(telemetry.events).toContain('cosmos db is back');
  });

  it('is unavailable to who reads a change feed, too', async () => {
    const patience = { ...hasty, breakAfter: 1_000, budgetMs: 1 };
    const connection = await account.connect({ patience });
    const { changes } = await openCosmosShop(connection, { newId: randomUUID });
    // Some get as far as the feed itself.
    await server().faults({ rate: 0.5, kinds: ['503'], seed: 1 });
    const read = () => changes.after(undefined, 10).catch((error: unknown) => error);
    const failures: unknown[] = [];
    for (let count = 0; count < 40; count += 1) failures.push(await read());
    await server().faults({ rate: 0, kinds: [], seed: 1 });
    for (const error of failures.filter((read) => read instanceof Error)) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'unavailable' });
    }
  });

  it('puts what calls have cost on the bill of who made them', async () => {
    const catalog = cosmosCatalogStore(await account.connect());
    await catalog.upsert([item('mug')]);
    const meter = cosmosCostMeter();
    const [one, two] = await Promise.all([
      meter.measure(() => catalog.get('mug')),
      meter.measure(async () => {
        const { requestUnits } = await meter.measure(() => catalog.get('mug'));
        await catalog.get('mug');
        return requestUnits;
      }),
    ]);
    expect(one.requestUnits).toBeCloseTo(1, 1);
    expect(two.result).toBeCloseTo(one.requestUnits);
    expect(two.requestUnits).toBeCloseTo(2 * one.requestUnits);
    expect((await meter.measure(async () => 'free')).requestUnits).toBe(0);
  });
});
