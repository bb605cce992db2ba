import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@vercel/cosmosdb-server';
import { startCosmosServer } from '../../support/cosmos-server/start.js';
import { batchSuite } from './protocol/batches.suite.js';
import { feedSuite } from './protocol/feed.suite.js';
import { judgeAll } from './protocol/judge.js';
import { lacksOfOther } from './protocol/lacks-of-other.js';
import { pageSuite } from './protocol/pages.suite.js';
import { patchSuite } from './protocol/patches.suite.js';
import { pointSuite } from './protocol/points.suite.js';
import { querySuite } from './protocol/queries.suite.js';
import { resourceSuite } from './protocol/resources.suite.js';

const suites = [
  resourceSuite,
  pointSuite,
  patchSuite,
  querySuite,
  pageSuite,
  batchSuite,
  feedSuite,
];

const ours = (physicalPartitions: number) => ({
  name: `The test server with ${physicalPartitions} physical partitions`,
  start: () => startCosmosServer({ physicalPartitions }),
  lacks: {},
});

judgeAll(ours(4), suites);
judgeAll(ours(1), [querySuite, pageSuite]);

judgeAll({ name: 'cosmosdb-server of Vercel', start: startOther, lacks: lacksOfOther }, suites);

const { COSMOS_ENDPOINT: endpoint, COSMOS_KEY: key } = process.env;
if (endpoint === undefined || key === undefined) {
  process.stdout.write('COSMOS_ENDPOINT and COSMOS_KEY are not set: no real account was asked.\n');
} else {
  const start = async () => ({ endpoint, key, stop: async () => undefined });
  judgeAll({ name: 'The account of COSMOS_ENDPOINT', start, lacks: {} }, suites);
}

async function startOther() {
  const server = createHttpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    key: 'AAAA',
    stop: async () => void (await once(server.close(), 'close')),
  };
}
