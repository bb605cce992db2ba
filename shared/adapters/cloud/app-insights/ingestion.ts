import type { Contracts, TelemetryClient } from 'applicationinsights';
import { z } from 'zod';
import type { Item } from './item.js';

export interface IngestionOptions {
  /** `InstrumentationKey=…;IngestionEndpoint=…` */
  readonly connection: string;
  /** What this process is, among those of the product. */
  readonly role: string;
}

/** What the service says of a batch (Breeze's `v2.1/track`). */
const answerSchema = z.object({
  itemsReceived: z.number(),
  itemsAccepted: z.number(),
  errors: z.array(z.object({ index: z.number(), statusCode: z.number() })).default([]),
});

/** What passes: a timeout, too many requests, a failure, a rest. */
const passing = new Set([408, 429, 500, 503]);

/** As if there were no limit: batches are ours to make. */
const never = 2 ** 31 - 1;

/**
 * Sends batches by Microsoft's library, which is loaded with the first of them and collects nothing by itself. A batch
 * gives back what is to be sent again, and rejects where that is all of it. One at a time.
 */
export function makeIngestion(
  options: IngestionOptions,
): (batch: readonly Item[]) => Promise<readonly Item[]> {
  let opening: ReturnType<typeof openClient> | undefined;
  return async (batch) => {
    opening ??= openClient(options);
    const { client, envelopes } = await opening;
    for (const item of batch) track(client, item);
    envelopes.splice(0).forEach((envelope, at) => {
      envelope.sampleRate = batch[at]?.rate ?? 100;
    });
    const answer = await flush(client);
    return refused(answer)
      .map((at) => batch[at])
      .filter((item) => item !== undefined);
  };
}

async function openClient({ connection, role }: IngestionOptions) {
  const { JsonConfig } = await import('applicationinsights/out/Library/JsonConfig.js');
  // Read as the library loads: it would report on itself to its makers, and wrap other packages.
  Object.assign(JsonConfig.getInstance(), { disableStatsbeat: true, noDiagnosticChannel: true });
  const { default: Logging } = await import('applicationinsights/out/Library/Logging.js');
  // What it cannot send is told of here.
  Logging.disableWarnings = true;
  const { default: library } = await import('applicationinsights');
  const client = new library.TelemetryClient(connection);
  client.config.maxBatchSize = never;
  client.config.maxBatchIntervalMs = never;
  Object.assign(client.context.tags, { 'ai.cloud.role': role, 'ai.location.ip': '0.0.0.0' });
  // The library would draw lots again for what has been drawn: rates are written in once it has not.
  const envelopes: Contracts.EnvelopeTelemetry[] = [];
  client.addTelemetryProcessor((envelope) => {
    envelopes.push(envelope);
    return true;
  });
  return { client, envelopes };
}

function track(client: TelemetryClient, { kind, told }: Item): void {
  if (kind === 'request') client.trackRequest(told);
  else if (kind === 'dependency') client.trackDependency(told);
  else if (kind === 'event') client.trackEvent(told);
  else if (kind === 'exception') client.trackException(told);
  else client.trackMetric(told);
}

/** The answer's text, or what the library says of its failure. */
const flush = (client: TelemetryClient): Promise<string> =>
  new Promise((resolve) => client.flush({ callback: resolve }));

/** Which are to be sent again. Throws where nothing was answered that can be understood. */
function refused(answer: string): readonly number[] {
  const { errors } = answerSchema.parse(JSON.parse(answer));
  return errors.filter(({ statusCode }) => passing.has(statusCode)).map(({ index }) => index);
}
