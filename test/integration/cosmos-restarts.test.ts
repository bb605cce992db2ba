import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import { openCosmos } from '../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import { item } from '../contract/store-under-test.js';
import { startCosmosServer } from '../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';

test('no acknowledged item is lost, and no change made twice, though the service is killed', async () => {
  const server = await startCosmosServer({ separateProcess: true });
  onTestFinished(() => server.stop());
  const telemetry = new RecordedTelemetry();
  const connection = await openCosmos({
    ...{ endpoint: server.endpoint, key: server.key, database: server.database },
    ...{ tenant: 'default', random: Math.random, telemetry },
  });
  onTestFinished(() => connection.close());
  await createContainers(connection, ['shop']);
  const catalog = cosmosCatalogStore(connection);
  await catalog.upsert([item('counter', { price: 0 })]);

  let isOver = false;
  const acknowledged: string[] = [];
  let raised = 0;
  const upserting = async () => {
    for (let count = 0; !isOver; count += 1) {
      const ids = [`item-${count}`, `other-${count}`];
      const writing = catalog.upsert(ids.map((id) => item(id)));
      const isWritten = await writing.then(
        () => true,
        () => false,
      );
      if (isWritten) acknowledged.push(...ids);
      // What is refused at once, as a service is that is left alone, leaves no time to others.
      await setImmediate();
    }
  };
  const raising = async () => {
    while (!isOver) {
      const raise = catalog.update('counter', (old) => ({ ...old, price: (old.price ?? 0) + 1 }));
      if (await raise.catch(() => undefined)) raised += 1;
      await setImmediate();
    }
  };
  const working = [upserting(), raising()];
  for (let round = 0; round < 3; round += 1) {
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(before + 10);
    await server.kill();
    await server.restart();
  }
  isOver = true;
  await Promise.all(working);
  const look = () => catalog.get('counter').catch(() => undefined);
  await expect.poll(look, { timeout: 20_000 }).toBeDefined();

  const { items } = await catalog.list({ limit: 10_000 });
  expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
  const price = (await look())?.price ?? 0;
  // A change that was written, and whose failure was told, may be there: one a kill at most.
  expect(price).toBeGreaterThanOrEqual(raised);
  expect(price).toBeLessThanOrEqual(raised + 3);
});
