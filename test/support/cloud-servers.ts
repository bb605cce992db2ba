import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrokerProcess } from '../integration/fixtures/broker-process.js';
import { Azurite } from './azurite.js';
import { startCosmosServer } from './cosmos-server/start.js';
import { connectionTo, makeIngestion } from './ingestion-server.js';

const lockMs = 10_000;

/** A server for each service of the cloud, in processes of their own but for the one that takes telemetry. */
export async function startCloudServers() {
  const folder = await mkdtemp(join(tmpdir(), 'cloud-'));
  const blobs = new Azurite('blob');
  const [cosmos, broker, ingestion] = await Promise.all([
    startCosmosServer({ separateProcess: true, file: join(folder, 'account.db') }),
    startBrokerProcess(lockMs),
    startIngestion(),
    blobs.start(),
  ]);
  return {
    ...{ cosmos, broker, blobs, ingestion },
    /** What a process is told of them. */
    environment: {
      ...{ COSMOS_ENDPOINT: cosmos.endpoint, COSMOS_KEY: cosmos.key },
      BLOB_ENDPOINT: blobs.endpoint,
      AzureWebJobsStorage: blobs.connectionString,
      ...{ TASK_QUEUE: 'service-bus', SERVICE_BUS_CONNECTION: broker.connectionString },
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connection,
    },
    async close() {
      broker.child.kill('SIGKILL');
      await Promise.all([cosmos.stop(), broker.ended, blobs.dispose(), ingestion.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type CloudServers = Awaited<ReturnType<typeof startCloudServers>>;

async function startIngestion() {
  const { listener, ...ingestion } = makeIngestion();
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...ingestion,
    connection: connectionTo(`http://127.0.0.1:${port}`),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
