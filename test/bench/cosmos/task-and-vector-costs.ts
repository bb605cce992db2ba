import { randomUUID } from 'node:crypto';
import {
  type CosmosConnection,
  openCosmos,
} from '../../../shared/adapters/cloud/cosmos/connection.js';
import { cosmosCostMeter } from '../../../shared/adapters/cloud/cosmos/cost-meter.js';
import { createContainers } from '../../../shared/adapters/cloud/cosmos/create-containers.js';
import { cosmosTaskStore } from '../../../shared/adapters/cloud/cosmos/tasks/task-store.js';
import { openCosmosVectors } from '../../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import { parseFilter } from '../../../shared/domain/filter/parse.js';
import type { Item } from '../../../shared/domain/item.js';
import { seededRandom } from '../../../shared/domain/random.js';
import { item } from '../../contract/store-under-test.js';
import { begun, task } from '../../contract/task-store/task-store-under-test.js';
import { made, spaceOf } from '../../contract/vectors.js';
import { startCosmosServer } from '../../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import type { Row } from '../report.js';

type Measure = (operation: string, work: () => Promise<unknown>, count?: number) => Promise<void>;

/** By the cost model of the test server; each operation's request units, of many at a time those of one. */
export async function taskAndVectorCosts(): Promise<readonly Row[]> {
  const server = await startCosmosServer();
  const connection = await openCosmos({
    ...{ endpoint: server.endpoint, key: server.key, database: server.database },
    ...{ tenant: 'default', random: Math.random, telemetry: new RecordedTelemetry() },
  });
  const rows: Row[] = [];
  const measure: Measure = async (operation, work, count = 1) => {
    const { requestUnits } = await cosmosCostMeter().measure(work);
    rows.push({ operation, 'request units': (requestUnits / count).toFixed(2) });
  };
  try {
    await createContainers(connection);
    await tasks(connection, measure);
    await vectors(connection, measure);
    return rows;
  } finally {
    await connection.close();
    await server.stop();
  }
}

async function tasks(connection: CosmosConnection, measure: Measure): Promise<void> {
  const here = cosmosTaskStore(connection, { newId: randomUUID });
  const there = cosmosTaskStore(connection, { newId: randomUUID });
  const asked = (id: string) =>
    task(id, { owner: 'kim', idempotency: { key: 'k', fingerprint: 'f' } });
  const ids = Array.from({ length: 50 }, (_, at) => `o${at}`);
  await here.get('none');
  await measure('start the first task of an owner', () => here.start(task('a'), 'supersede'));
  await measure('start one that supersedes another', () => here.start(task('b'), 'supersede'));
  await measure('start one with a key', () => here.start(asked('k'), 'supersede'));
  await measure('ask for it again', () => here.start(asked('again'), 'supersede'));
  await measure('get a task that this process has met', () => here.get('b'));
  await measure('get one that it has not', () => there.get('b'));
  await measure('replace a record', () => here.replace(begun(task('b'))));
  await measure('replace it too late', () => here.replace(begun(task('b'))));
  for (const id of ids) await here.start(task(id, { owner: id }), 'supersede');
  await measure('revisions of 1 task', () => here.revisions(['b']));
  await measure('revisions of 50 tasks', () => here.revisions(ids));
  await measure('list 20 of an owner', () => here.list({ owner: 'ann', limit: 20 }));
  await measure('list 20 of all', () => here.list({ limit: 20 }));
  await measure('count 52 that are pending', () => here.countPending(['recommend-v1']));
  await measure('ask what is due, where nothing is', () => here.due(1, 200));
  await measure('remove what is old, where nothing is', () => here.removeExpired(1));
}

const random = seededRandom(1);
const space = spaceOf(384);
const direction = () => Array.from({ length: 384 }, () => random() - 0.5);

const mug = (at: number, more: Partial<Item> = {}) =>
  item(`item ${at}`, {
    ...{ name: `Blue enamel mug number ${at}`, categories: ['mugs'], tags: ['blue'], price: at },
    ...{ description: 'A mug of enamel, as it was found in kitchens of old. '.repeat(4), ...more },
  });

async function vectors(connection: CosmosConnection, measure: Measure): Promise<void> {
  const { vectors: store, openSpace } = openCosmosVectors(connection, { newId: randomUUID });
  const rows = Array.from({ length: 1_000 }, (_, at) =>
    made(`item ${at}`, direction(), { item: mug(at) }),
  );
  const ids = rows.map(({ itemId }) => itemId);
  await measure('put a vector of 384 values', () => store.put(space, rows), 1_000);
  await store.activate('text', space);
  await measure('which space serves', () => store.active('text'));
  await measure('facts of 1 vector', () => store.facts(space, ids.slice(0, 1)));
  await measure('facts of 100 vectors', () => store.facts(space, ids.slice(0, 100)));
  await measure('list 500 facts', () => store.list(space, 500));
  let cursor: string | undefined;
  const follow = async () => {
    for (let hasMore = true; hasMore; ) {
      ({ cursor, hasMore } = await store.changesAfter(space, cursor, 1_000));
    }
  };
  await measure('follow a vector', follow, 1_000);
  await measure('ask for changes where there are none', follow);
  const cheap = Array.from({ length: 10 }, (_, at) => mug(at, { price: 1 }));
  await measure('describe an item', async () => store.describe?.(space, cheap), 10);
  await measure('remove a vector', () => store.remove(space, ids.slice(0, 10)), 10);
  const served = await openSpace(space);
  const vector = Float32Array.from(direction());
  const filter = parseFilter("price < 200 and tags has 'blue'");
  const both = { text: 'blue mug', vector, limit: 100, leastSimilarity: 0.22 };
  await measure('nearest 100 of 990', async () => served?.index.search({ vector, limit: 100 }));
  await measure('nearest 20 with a filter', async () =>
    served?.index.search({ vector, limit: 20, filter }),
  );
  await measure('best 100 of 990 by words and meaning', async () => served?.hybrid?.search(both));
  await measure('the vector of an item', async () => served?.index.get('item 77'));
}
