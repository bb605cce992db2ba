import { app } from '@azure/functions';
import { parseConfig } from '../shared/config.js';
import { compose } from './compose.js';
import { registerTriggers } from './host/azure-triggers.js';
import { watchProxiedResponses } from './host/proxied-responses.js';
import { startQueues } from './host/queues.js';

app.setup({ enableHttpStream: true });
const responseOf = watchProxiedResponses();

// A bad configuration throws here, which keeps the host from starting a half-made app.
const config = parseConfig(process.env);
const tastemaker = await compose(config);
const { triggers, queue, reportFailure } = tastemaker;
const queueKind = config.tasks.queue.kind;
const ending = new AbortController();

registerTriggers(app, triggers, {
  ...{ queue, reportFailure, queueKind, responseOf },
  stopping: ending.signal,
  cosmosDatabase: config.cosmos?.database,
});
const queues = queueKind === 'embedded' ? startQueues(tastemaker) : undefined;

app.hook.appTerminate(async () => {
  ending.abort();
  await queues?.close();
  await tastemaker.close();
});
