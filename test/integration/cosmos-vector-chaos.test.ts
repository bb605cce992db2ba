import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CosmosConnection,
  openCosmos,
} from '../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import { openCosmosVectors } from '../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { VectorStore } from '../../shared/ports/vector-store.js';
import { made, spaceOf } from '../contract/vectors.js';
import { type CosmosServer, startCosmosServer } from '../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';

const space: VectorSpace = spaceOf(2);

describe('Vectors on Cosmos DB, of whose requests one in ten fails or loses its answer', () => {
  let server: CosmosServer;
  const connections: CosmosConnection[] = [];

  async function connect(): Promise<CosmosConnection> {
    const { endpoint, key, database } = server;
    const patience = {
      ...{ timeoutMs: 1_000, budgetMs: 30_000, pauseMs: { first: 5, longest: 100 } },
      ...{ breakAfter: 1_000, restMs: 50 },
    };
    const connection = await openCosmos({
      ...{ endpoint, key, database, tenant: 'chaos', patience, random: Math.random },
      ...{ telemetry: new RecordedTelemetry(), vectors: { dimensions: { text: 2 } } },
    });
    connections.push(connection);
    return connection;
  }
  const openStore = async () => openCosmosVectors(await connect(), { newId: randomUUID }).vectors;

  beforeAll(async () => {
    server = await startCosmosServer({ separateProcess: true });
    await createContainers(await connect(), ['state', 'vectors-text']);
    await server.faults({ rate: 0.1, kinds: ['429', '449', '503', 'drop', 'session'], seed: 11 });
  });
  afterAll(async () => {
    await Promise.all(connections.map((each) => each.close()));
    await server.stop();
  });

  /** What who follows from the start has in the end, by the first value of each vector. */
  async function followed(store: VectorStore): Promise<ReadonlyMap<string, number>> {
    const seen = new Map<string, number>();
    for (let cursor: string | undefined, hasMore = true; hasMore; ) {
      const page = await store.changesAfter(space, cursor, 20);
      for (const [row, id] of page.put.itemIds.entries()) {
        seen.set(id, page.put.vectors[row * 2] ?? 0);
      }
      for (const id of page.removed) seen.delete(id);
      ({ cursor, hasMore } = page);
    }
    return seen;
  }

  it('are all there and no more, for who writes and for who follows', async () => {
    const [here, there] = [await openStore(), await openStore()];
    const truth = new Map<string, number>();
    // Both make the space at once, and each writes its own half.
    const write = async (store: VectorStore, half: number) => {
      for (let at = half; at < 240; at += 40) {
        const ids = Array.from({ length: 20 }, (_, row) => `item ${at + 2 * row}`);
        await store.put(
          space,
          ids.map((id, row) => made(id, [at + row + 1, 1])),
        );
        for (const [row, id] of ids.entries()) truth.set(id, at + row + 1);
        await store.remove(space, ids.slice(0, 5));
        for (const id of ids.slice(0, 5)) truth.delete(id);
      }
    };
    await Promise.all([write(here, 0), write(there, 1)]);
    expect(await here.spaces()).toEqual([{ space, size: truth.size }]);
    expect(await followed(await openStore())).toEqual(truth);
    await here.activate('text', space);
    expect(await there.active('text')).toEqual(space);
  }, 60_000);
});
