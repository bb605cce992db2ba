import { expect } from 'vitest';
import { codeOf, shoeContainer, shoeSuite } from './shoes.js';

export const resourceSuite = shoeSuite('Databases and containers', (shop, court) => {
  const { behaviour } = court;
  const containers = () => court.client.database(court.database).containers;

  behaviour('the account says its regions and its consistency', async () => {
    const { resource } = await court.client.getDatabaseAccount();
    expect(resource?.consistencyPolicy).toBe('Session');
  });

  behaviour('a database is created once', async () => {
    const again = await court.client.databases.createIfNotExists({ id: court.database });
    expect(again.statusCode).toBe(200);
    expect(await codeOf(court.client.databases.create({ id: court.database }))).toBe(409);
  });

  behaviour('a container keeps its policies of vectors and of full text', async () => {
    const { resource } = await shop().read();
    expect(resource?.vectorEmbeddingPolicy).toEqual(shoeContainer.vectorEmbeddingPolicy);
    expect(resource?.fullTextPolicy).toEqual(shoeContainer.fullTextPolicy);
    expect(resource?.indexingPolicy?.vectorIndexes).toMatchObject([
      { path: '/emb', type: 'quantizedFlat' },
    ]);
  });

  behaviour('a container says its partition key', async () => {
    const { resource } = await shop().read();
    expect(resource?.partitionKey?.paths).toEqual(['/pk']);
  });

  behaviour('a container may have a hierarchical partition key', async () => {
    const partitionKey = { paths: ['/t', '/u'], kind: 'MultiHash' as never, version: 2 };
    const { container } = await containers().createIfNotExists({ id: 'levels', partitionKey });
    await container.items.create({ id: '1', t: 'a', u: 'b' });
    expect((await container.item('1', ['a', 'b']).read()).resource).toMatchObject({ u: 'b' });
  });

  behaviour('a container can be given another time to live', async () => {
    const { resource } = await shop().replace({ id: shop().id, ...shoeContainer, defaultTtl: 100 });
    expect(resource?.defaultTtl).toBe(100);
  });

  behaviour('a container that does not exist cannot be read', async () => {
    const { container } = { container: court.client.database(court.database).container('none') };
    expect(await codeOf(container.read())).toBe(404);
  });

  behaviour('a container says its throughput', async () => {
    const { resource } = await shop().readOffer();
    expect(resource?.content?.offerThroughput).toBeGreaterThan(0);
  });

  behaviour('a container takes stored procedures', async () => {
    const procedure = { id: 'nothing', body: 'function () {}' };
    const { statusCode } = await shop().scripts.storedProcedures.create(procedure);
    expect(statusCode).toBe(201);
  });

  behaviour('a wrong key is refused', async () => {
    const { CosmosClient } = await import('@azure/cosmos');
    const connectionPolicy = { enableEndpointDiscovery: false };
    const key = Buffer.from('wrong').toString('base64');
    const stranger = new CosmosClient({ endpoint: court.endpoint, key, connectionPolicy });
    expect(await codeOf(stranger.database(court.database).read())).toBe(401);
    stranger.dispose();
  });
});
