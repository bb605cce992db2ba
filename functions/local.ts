import { type Config, parseConfig } from '../shared/config.js';
import { compose } from './compose.js';
import { complaint } from './host/complaint.js';
import { greeting } from './host/greeting.js';
import { onStop } from './host/on-stop.js';
import { startQueues } from './host/queues.js';
import { startLocal } from './host/start-local.js';
import { startTimers } from './host/timers.js';

/** The whole API in this process, on node:http. */
async function serve(config: Config): Promise<void> {
  // A taken port should be known before a shop is made and learnt, which takes seconds.
  await (await startLocal({ triggers: [] }, config)).close();
  const app = await compose(config);
  const server = await startLocal(app, config).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const timers = startTimers(app.triggers, app.reportFailure);
  const queues = startQueues(app);
  const stop = async () => {
    timers.stop();
    await Promise.all([server.close(), queues.close()]);
    await app.close();
    process.exit(0);
  };
  const fail = (error: unknown) => end(complaint(error, config));
  onStop(
    { stop: () => void stop().catch(fail), force: () => process.exit(130) },
    process,
    Date.now,
  );
  const wantsKey = config.apiKeys.length + config.adminKeys.length > 0;
  process.stdout.write(greeting({ origin: server.origin, example: app.example, wantsKey }));
  await app.trainFirst().catch((error: unknown) => app.reportFailure('first training', error));
}

function end(message: string): void {
  process.stderr.write(`tastemaker: ${message}\n`);
  process.exit(1);
}

function readConfig(): Config | undefined {
  try {
    return parseConfig(process.env);
  } catch (error) {
    end(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

const config = readConfig();
if (config) await serve(config).catch((error: unknown) => end(complaint(error, config)));
