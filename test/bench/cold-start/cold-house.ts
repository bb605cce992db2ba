import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import AdmZip from 'adm-zip';
import { newId } from '../../../functions/compose/runtime.js';
import { openCosmos } from '../../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../../shared/adapters/cloud/cosmos/create-containers.js';
import { openCosmosShop } from '../../../shared/adapters/cloud/cosmos/open-shop.js';
import type { ShopEvent } from '../../../shared/domain/event.js';
import { startBrokerProcess } from '../../integration/fixtures/broker-process.js';
import { Azurite } from '../../support/azurite.js';
import { call } from '../../support/call.js';
import { startCosmosServer } from '../../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import { makeLargeShop } from '../speed/large-shop.js';
import { serve } from '../speed/served.js';
import { closedMs, syntheticEvents, syntheticItems } from '../synthetic-shop.js';

type Environment = Readonly<Record<string, string>>;

/** The package as unpacked, and servers in processes of their own with a shop that has been trained. */
export interface ColdHouse {
  readonly app: string;
  /** Of an app whose shop lies there. */
  readonly cloud: Environment;
  /** Of one whose shop, as large, lies in a folder. */
  readonly disk: Environment;
  stop(): Promise<void>;
}

const size = { items: 2_000, events: 60_000, users: 3_000 };
const quiet = { PORT: '0', SAMPLE_SHOP: 'off', RETRAIN_SCHEDULE: 'off', SYNC_SCHEDULE: 'off' };

export async function startColdHouse(): Promise<ColdHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'tastemaker-cold-'));
  const app = unpack(folder);
  const { servers, environment, stop } = await startServers(folder);
  const cloud = { ...quiet, ...environment, DATA_DIR: join(folder, 'data') };
  const disk = { ...quiet, DATA_DIR: join(folder, 'disk') };
  await makeLargeShop(disk.DATA_DIR, size);
  await fill(servers.cosmos);
  await train(app, cloud);
  return {
    ...{ app, cloud, disk },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `npm run package` makes. */
function unpack(folder: string): string {
  const [zip, app] = [join(folder, 'tastemaker.zip'), join(folder, 'app')];
  execFileSync(process.execPath, ['infra/tooling/package.mjs', zip], { stdio: 'ignore' });
  new AdmZip(zip).extractAllTo(app);
  return app;
}

async function startServers(folder: string) {
  const cosmos = await startCosmosServer({ separateProcess: true, file: join(folder, 'account') });
  const blobs = new Azurite('blob');
  await blobs.start();
  const broker = await startBrokerProcess(30_000);
  const environment = {
    ...{ COSMOS_ENDPOINT: cosmos.endpoint, COSMOS_KEY: cosmos.key },
    ...{ COSMOS_DATABASE: cosmos.database, TASK_QUEUE: 'service-bus' },
    SERVICE_BUS_CONNECTION: broker.connectionString,
    AzureWebJobsStorage: blobs.connectionString,
    BLOB_ENDPOINT: /BlobEndpoint=([^;]+)/.exec(blobs.connectionString)?.[1] ?? '',
  };
  const stop = async () => {
    await cosmos.stop();
    await blobs.dispose();
    broker.child.kill();
    await broker.ended;
  };
  return { servers: { cosmos, blobs, broker }, environment, stop };
}

interface Account {
  readonly endpoint: string;
  readonly key: string;
  readonly database: string;
}

/** As if the last event had been this minute. */
async function fill({ endpoint, key, database }: Account): Promise<void> {
  const connection = await openCosmos({
    ...{ endpoint, key, database, tenant: 'default', random: Math.random },
    telemetry: new RecordedTelemetry(),
  });
  await createContainers(connection);
  const { catalog, events } = await openCosmosShop(connection, { newId });
  const items = [...syntheticItems(size)];
  await catalog.upsert(items.flatMap((change) => (change.kind === 'item' ? [change.item] : [])));
  const happened = [...syntheticEvents(size)].flatMap(eventOf);
  for (let at = 0; at < happened.length; at += 1_000)
    await events.append(happened.slice(at, at + 1_000));
  await connection.close();
}

function eventOf(change: { readonly kind: string; readonly event?: ShopEvent }): ShopEvent[] {
  if (change.event === undefined) return [];
  return [{ ...change.event, ts: change.event.ts + Date.now() - closedMs }];
}

/** Puts the shop's history aside for who starts later, and publishes models. */
async function train(app: string, cloud: Environment): Promise<void> {
  const entry = join(app, 'dist/functions/local.js');
  const server = await serve([process.execPath, entry], { ...cloud, TRAIN_MODELS: 'hybrid' });
  await call(server, 'POST', '/admin/retrain');
  const { status, reason = '' } = await trained(server);
  await server.stop();
  if (status !== 'completed' || !reason.startsWith('not worse'))
    throw new Error(`no models were published: ${status}, ${reason}`);
}

interface Training {
  readonly status: string;
  readonly reason?: string;
}

async function trained(server: { readonly origin: string }): Promise<Training> {
  for (;;) {
    const { body } = await call(server, 'GET', '/admin/retrain');
    const { newest } = body as { readonly newest?: Training };
    if (newest !== undefined && newest.status !== 'pending') return newest;
    await setTimeout(200);
  }
}
