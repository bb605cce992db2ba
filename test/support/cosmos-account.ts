import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createHttpServer } from '@vercel/cosmosdb-server';
import { afterAll, beforeAll, describe } from 'vitest';
import { z } from 'zod';
import {
  type CosmosConnection,
  type CosmosOptions,
  openCosmos,
} from '../../shared/adapters/cloud/cosmos/connection.js';
import { checkContainers } from '../../shared/adapters/cloud/cosmos/container-checks.js';
import type { VectorSettings } from '../../shared/adapters/cloud/cosmos/containers.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import { type CosmosServer, startCosmosServer } from './cosmos-server/start.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

/** An account with all containers, for the tests of one file. */
export interface CosmosAccount {
  /** As a tenant that nobody else is; to be closed by who connects. */
  connect(options?: Partial<CosmosOptions>): Promise<CosmosConnection>;
  /** Present where the account is the test server. */
  readonly server: CosmosServer | undefined;
}

/**
 * Runs a suite on the test server, its containers spread over one and over three physical partitions, and on the account or
 * emulator that COSMOS_ENDPOINT names (with COSMOS_KEY where that is on this machine). Says so where it names none.
 */
export function onEachCosmos(
  suite: (name: string, account: CosmosAccount) => void,
  { partitions = [1, 3], vectors }: EachOptions = {},
): void {
  for (const physicalPartitions of partitions) {
    const name = `Cosmos DB (test server, ${physicalPartitions} of its partitions)`;
    describe(name, () => suite(name, testServer(physicalPartitions, vectors)));
  }
  const endpoint = process.env['COSMOS_ENDPOINT'];
  const name = `Cosmos DB at ${endpoint}`;
  if (endpoint) describe(name, () => suite(name, realAccount(endpoint, vectors)));
  else process.stdout.write('COSMOS_ENDPOINT is not set: the run on a real account is skipped.\n');
}

interface EachOptions {
  /** How many physical partitions the test server has. */
  readonly partitions?: readonly number[];
  /** Of other containers of vectors than usual: they lie in a database of their own. */
  readonly vectors?: VectorSettings;
}

/** Started before the tests of the surrounding `describe`, stopped after them. */
export function testServer(physicalPartitions = 1, vectors: VectorSettings = {}): CosmosAccount {
  let server: CosmosServer | undefined;
  beforeAll(async () => {
    server = await startCosmosServer({ physicalPartitions });
    await prepare({ ...addressOf(server), vectors });
  });
  afterAll(() => server?.stop());
  return {
    get server() {
      return server;
    },
    connect: (options) => {
      if (server === undefined) throw new Error('The test server runs while tests do');
      return connect({ ...addressOf(server), vectors }, options);
    },
  };
}

/**
 * `@vercel/cosmosdb-server`, by others: what it knows is not our reading of the protocol. It has no session consistency, no
 * transactions, no `VectorDistance`, no full-text search and no change feed to go on from.
 */
export function thirdPartyServer(): CosmosAccount {
  const server = createHttpServer();
  const address = async () => {
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    return {
      endpoint: `http://127.0.0.1:${port}`,
      key: 'bm9ib2R5IGxvb2tzIGF0IGl0',
      database: 'tastemaker',
    };
  };
  beforeAll(async () => prepare(await address()));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return { server: undefined, connect: async (options) => connect(await address(), options) };
}

function realAccount(endpoint: string, vectors: VectorSettings = {}): CosmosAccount {
  const address = {
    endpoint,
    key: process.env['COSMOS_KEY'],
    database: databaseFor(vectors),
    vectors,
  };
  beforeAll(() => prepare(address));
  return { server: undefined, connect: (options) => connect(address, options) };
}

/** Such as `tastemaker-test-2-3` for vectors of two and three values. */
function databaseFor({ dimensions = {} }: VectorSettings): string {
  const name = process.env['COSMOS_DATABASE'] ?? 'tastemaker-test';
  return [name, ...Object.values(dimensions)].join('-');
}

type Address = Pick<CosmosOptions, 'endpoint' | 'key' | 'database' | 'vectors'>;

const addressOf = ({ endpoint, key, database }: CosmosServer): Address => ({
  ...{ endpoint, key, database },
});

function connect(address: Address, options: Partial<CosmosOptions> = {}) {
  const telemetry = new RecordedTelemetry();
  return openCosmos({
    ...address,
    tenant: freshTenant(),
    telemetry,
    random: Math.random,
    ...options,
  });
}

async function prepare(address: Address): Promise<void> {
  const connection = await connect(address);
  try {
    if (connection.isLoopback) await createContainers(connection);
    await checkContainers(connection);
  } finally {
    await connection.close();
  }
}

/** A tenant that nobody has had before. */
export const freshTenant = (): string => `test-${randomUUID()}`;
