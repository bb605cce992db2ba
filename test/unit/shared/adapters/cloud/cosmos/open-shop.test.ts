import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCosmos } from '../../../../../../shared/adapters/cloud/cosmos/connection.js';
import { checkContainers } from '../../../../../../shared/adapters/cloud/cosmos/container-checks.js';
import { createContainers } from '../../../../../../shared/adapters/cloud/cosmos/create-containers.js';
import { openCosmosShop } from '../../../../../../shared/adapters/cloud/cosmos/open-shop.js';
import { item } from '../../../../../contract/store-under-test.js';
import { testServer } from '../../../../../support/cosmos-account.js';
import { RecordedTelemetry } from '../../../../../support/recorded-telemetry.js';

const account = testServer();
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe('A shop in Cosmos DB', () => {
  it('has all of its stores over one connection, which ends with it', async () => {
    const shop = await openCosmosShop(await account.connect(), { newId: randomUUID });
    await shop.catalog.upsert([item('mug', { name: 'Blue mug' })]);
    expect(await shop.textIndex.search({ text: 'mug', limit: 5 })).toEqual([
      { itemId: 'mug', score: 1 },
    ]);
    const { changes } = await shop.changes.after(undefined, 10);
    expect(changes).toMatchObject([{ kind: 'item', item: { id: 'mug' } }]);
    await shop.close();
    expect(await failure(shop.catalog.count())).toMatchObject({ code: 'unavailable' });
  });

  it('is not opened where its containers are not there', async () => {
    const connection = await account.connect({ database: 'no-shop' });
    const error = await failure(openCosmosShop(connection, { newId: randomUUID }));
    expect(error).toMatchObject({ code: 'unavailable' });
  });
});

describe('The containers of a database', () => {
  it('are made where they are missing, as often as one likes', async () => {
    const connection = await account.connect({ database: 'another' });
    expect(await failure(checkContainers(connection))).toMatchObject({
      code: 'unavailable',
      message: `Cosmos DB at ${connection.address} is not there`,
    });
    await createContainers(connection, ['state']);
    await createContainers(connection, ['state']);
    await checkContainers(connection, ['state']);
    const error = await failure(checkContainers(connection, ['state', 'shop']));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(/has no container "shop"/);
  });

  it('are made once by processes that start together', async () => {
    const database = 'at-once';
    const connections = await Promise.all([1, 2, 3].map(() => account.connect({ database })));
    await Promise.all(connections.map((connection) => createContainers(connection, ['state'])));
    for (const connection of connections) await checkContainers(connection, ['state']);
  });

  it('are refused with another partition key', async () => {
    const connection = await account.connect({ database: 'odd-keys' });
    await createContainers(connection, []);
    const { containers } = connection.client.database('odd-keys');
    await containers.create({ id: 'shop', partitionKey: { paths: ['/tenant'], version: 2 } });
    const error = await failure(checkContainers(connection, ['shop']));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(
      /with the partition key \/tenant \(Hash\): expected \/tenant, \/key \(MultiHash\)/,
    );
  });

  it('are refused with vectors of another length', async () => {
    const vectors = { dimensions: { text: 8 } };
    const connection = await account.connect({ database: 'odd-vectors' });
    await createContainers(await account.connect({ database: 'odd-vectors', vectors }));
    const error = await failure(checkContainers(connection));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toMatch(/\/vector of 8 float32, cosine: expected \/vector of 384/);
  });

  it('are refused where nothing expires, and where texts are not searched', async () => {
    const connection = await account.connect({ database: 'odd-rest' });
    const { defaultTtl: _, ...lasting } = connection.containers.state;
    await createContainers(connection, []);
    const { containers } = connection.client.database('odd-rest');
    await containers.create(lasting);
    await containers.create({ ...connection.containers.state, id: 'shop' });
    const error = await failure(checkContainers(connection, ['state']));
    expect(String(error)).toMatch(/with documents that expire never: expected by ttl -1/);
  });

  it('are made by templates only, but on this machine', async () => {
    const connection = await openCosmos({
      ...{ endpoint: 'https://shop.invalid', database: 'tastemaker', tenant: 'default' },
      ...{ telemetry: new RecordedTelemetry(), random: Math.random },
      credential: { getToken: () => expect.unreachable() },
    });
    expect(await failure(createContainers(connection))).toMatchObject({ code: 'invalid' });
    await connection.close();
  });
});
