import {
  type CosmosConnection,
  openCosmos,
} from '../../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../../shared/adapters/cloud/cosmos/create-containers.js';
import type { ShopEvent } from '../../../shared/domain/event.js';
import { type CosmosServer, startCosmosServer } from '../../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';

/** The test server in a process of its own, with all containers. */
export interface BenchAccount {
  readonly server: CosmosServer;
  connect(): Promise<CosmosConnection>;
}

export async function startBenchAccount(): Promise<BenchAccount> {
  const server = await startCosmosServer({ separateProcess: true });
  const { endpoint, key, database } = server;
  const telemetry = new RecordedTelemetry();
  const patience = {
    ...{ timeoutMs: 60_000, budgetMs: 60_000, pauseMs: { first: 50, longest: 1_000 } },
    ...{ breakAfter: 12, restMs: 2_000 },
  };
  const options = { endpoint, key, database, tenant: 'bench', telemetry, patience };
  const connect = () => openCosmos({ ...options, random: Math.random });
  const connection = await connect();
  await createContainers(connection);
  await connection.close();
  return { server, connect };
}

/** Twelve events a session, five sessions a user. */
function benchEvent(at: number): ShopEvent {
  const [session, user] = [Math.floor(at / 12), Math.floor(at / 60)];
  return {
    id: `0193a5b0-7000-7000-8000-${String(at).padStart(12, '0')}`,
    userId: `user-${user}`,
    sessionId: `session-${session}`,
    itemId: `item-${(at * 7) % 2_000}`,
    type: 'item_view',
    ts: 1_700_000_000_000 + at,
  };
}

export const benchEvents = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => benchEvent(from + at));
