import type { Config } from '../shared/config.js';
import { compose } from './compose.js';
import { startChanges } from './host/changes.js';
import { type Begun, runEntry } from './host/entry.js';
import { greeting } from './host/greeting.js';
import { startQueues } from './host/queues.js';
import { startLocal } from './host/start-local.js';
import { startTimers } from './host/timers.js';

/** The whole API in this process, on node:http. */
async function serve(config: Config): Promise<Begun> {
  // A taken port should be known before a shop is made and learnt, which takes seconds.
  await (await startLocal({ triggers: [] }, config)).close();
  const app = await compose(config);
  const server = await startLocal(app, config).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const queues = startQueues(app);
  const timers = startTimers(app.triggers, app.reportFailure);
  const changes = app.changes && startChanges({ ...app, ...app.changes });
  const wantsKey = config.apiKeys.length + config.adminKeys.length > 0;
  void app.trainFirst().catch((error: unknown) => app.reportFailure('first training', error));
  void app.syncFirst().catch((error: unknown) => app.reportFailure('first sync', error));
  return {
    greeting: greeting({ origin: server.origin, example: app.example, wantsKey }),
    async stop() {
      timers.stop();
      await Promise.all([server.close(), queues.close(), changes?.close()]);
      await app.close();
    },
  };
}

await runEntry(process.env, serve);
