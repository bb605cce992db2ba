import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopChangesTrigger } from '../../functions/changes/shop-changes.js';
import { registerTriggers } from '../../functions/host/azure-triggers.js';
import { type Changes, startChanges } from '../../functions/host/changes.js';
import { watchProxiedResponses } from '../../functions/host/proxied-responses.js';
import type { ChangesTrigger } from '../../functions/trigger.js';
import { cosmosBookmarks } from '../../shared/adapters/cloud/cosmos/bookmarks.js';
import { cosmosCatalogStore } from '../../shared/adapters/cloud/cosmos/catalogue/catalog-store.js';
import { cosmosDocumentFeed } from '../../shared/adapters/cloud/cosmos/changes/document-feed.js';
import { tenantChanges } from '../../shared/adapters/cloud/cosmos/changes/tenant-changes.js';
import type { CosmosConnection } from '../../shared/adapters/cloud/cosmos/connection.js';
import { openCosmosVectors } from '../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { textMaker } from '../../shared/use-cases/sync-vectors/encoding/text-maker.js';
import { makeKeepInStep } from '../../shared/use-cases/vectors/keep-in-step.js';
import { item } from '../contract/store-under-test.js';
import { freshTenant, testServer } from '../support/cosmos-account.js';
import { FunctionsWorker } from '../support/functions-worker.js';
import { tinyTextEncoder } from '../support/tiny-encoders.js';

const pause = (durationMs: number, signal: AbortSignal) =>
  setTimeout(durationMs, undefined, { signal }).catch(() => undefined);

describe('Changes of the shop on Cosmos DB', () => {
  const encoder = tinyTextEncoder();
  const { dimensions } = encoder.space;
  const account = testServer(3, { dimensions: { text: dimensions, image: dimensions + 1 } });
  let connection: CosmosConnection;
  let shop: ReturnType<typeof openShop>;
  const failures: unknown[] = [];

  beforeEach(async () => {
    connection = await account.connect({ tenant: freshTenant() });
    shop = openShop(connection);
    failures.length = 0;
    await shop.vectors.activate('text', encoder.space);
  });
  afterEach(() => connection.close());

  function openShop(to: CosmosConnection) {
    const { vectors } = openCosmosVectors(to, { newId: randomUUID });
    const items = itemMirror();
    const keepInStep = makeKeepInStep({
      ...{ vectors, items, digest: sha256, clock: Date.now },
      followChanges: { catchUp: async () => undefined },
      makers: [textMaker(encoder, pause)],
    });
    const trigger = shopChangesTrigger({ keepInStep, changesOf: tenantChanges(to) });
    return { vectors, trigger, catalog: cosmosCatalogStore(to) };
  }

  const idsWithVectors = async () =>
    (await shop.vectors.list(encoder.space, 100)).map(({ itemId }) => itemId);

  /** Looks again and again until it is so, for a while. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (let looks = 0; !(await isSo()); looks += 1) {
      if (looks > 400) throw new Error(`It never came to be: ${String(failures[0] ?? '')}`);
      await setTimeout(25);
    }
  }
  const untilIdsAre = (...ids: string[]) =>
    until(async () => (await idsWithVectors()).join() === ids.join());

  function startHost(trigger: ChangesTrigger, holder: string): Changes {
    return startChanges({
      ...{ triggers: [trigger], feed: cosmosDocumentFeed(connection), holder, pause },
      ...{ bookmarks: cosmosBookmarks(connection), clock: Date.now, everyMs: 20 },
      reportFailure: (_, error) => failures.push(error),
    });
  }
  /** A host begins with what comes after it has begun, which its bookmark tells. */
  const begun = () =>
    until(
      async () => (await cosmosBookmarks(connection).get('changes.shop-changes')) !== undefined,
    );

  it('reach the function that the real library registers, with the lease container of the templates', async () => {
    const worker = new FunctionsWorker();
    const uninstall = worker.install();
    const { app } = await import('@azure/functions');
    registerTriggers(app, [shop.trigger], {
      ...{ queueKind: 'embedded', queue: { send: async () => undefined } },
      ...{ stopping: new AbortController().signal, reportFailure: () => undefined },
      ...{ responseOf: watchProxiedResponses(), cosmosDatabase: connection.database },
    });
    await worker.start();
    const binding = Object.values(worker.functions.get('shop-changes')?.metadata.bindings ?? {})[0];
    expect(binding).toMatchObject({
      ...{ type: 'cosmosDBTrigger', connection: 'COSMOS', databaseName: connection.database },
      ...{ containerName: 'shop', leaseContainerName: 'leases' },
      createLeaseContainerIfNotExists: false,
    });
    const feed = cosmosDocumentFeed(connection);
    const stranger = await account.connect({ tenant: freshTenant() });
    const feedOfStranger = cosmosDocumentFeed(stranger);
    const { cursor } = await feed.after('shop', undefined);
    const { cursor: cursorOfStranger } = await feedOfStranger.after('shop', undefined);
    await shop.catalog.upsert([item('mug'), item('cup')]);
    await openShop(stranger).catalog.upsert([item('of a stranger')]);
    const { documents } = await feed.after('shop', cursor);
    const others = await feedOfStranger.after('shop', cursorOfStranger);
    expect(others.documents).toHaveLength(1);
    await worker.tell('shop-changes', [...documents, ...others.documents]);
    expect(await idsWithVectors()).toEqual(['cup', 'mug']);
    await stranger.close();
    uninstall();
  });

  it('are nobody’s to hear where the shop lies elsewhere', async () => {
    const worker = new FunctionsWorker();
    const uninstall = worker.install();
    const { app } = await import('@azure/functions');
    registerTriggers(app, [shop.trigger], {
      ...{ queueKind: 'embedded', queue: { send: async () => undefined } },
      ...{ stopping: new AbortController().signal, reportFailure: () => undefined },
      responseOf: watchProxiedResponses(),
    });
    expect(worker.functions.size).toBe(0);
    uninstall();
  });

  it('give items their vectors and take them away, in a process without a Functions host', async () => {
    const host = startHost(shop.trigger, 'one');
    await begun();
    await shop.catalog.upsert([item('mug'), item('cup')]);
    await untilIdsAre('cup', 'mug');
    await shop.catalog.remove('mug');
    await shop.catalog.update('cup', (old) => ({ ...old, isActive: false }));
    await shop.catalog.upsert([item('lamp')]);
    await untilIdsAre('lamp');
    await host.close();
    expect(failures).toEqual([]);
  });

  it('that came while no process ran are handled by the next one', async () => {
    const first = startHost(shop.trigger, 'one');
    await begun();
    await first.close();
    await shop.catalog.upsert([item('mug')]);
    const second = startHost(shop.trigger, 'two');
    await untilIdsAre('mug');
    await second.close();
  });

  it('are tried again where handling them failed, and nothing is passed over', async () => {
    let failed = 0;
    const stubborn: ChangesTrigger = {
      ...shop.trigger,
      async handle(documents, signal) {
        failed += 1;
        if (failed <= 2) throw new Error('not yet');
        await shop.trigger.handle(documents, signal);
      },
    };
    const host = startHost(stubborn, 'one');
    await begun();
    await shop.catalog.upsert([item('mug')]);
    await untilIdsAre('mug');
    await host.close();
    expect(failures).toHaveLength(2);
  });
});
