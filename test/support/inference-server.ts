import { onTestFinished } from 'vitest';
import type { BatchLimits } from '../../models/server/batching/batcher.js';
import { createInferenceServer } from '../../models/server/inference-server.js';
import type { ServedEncoders } from '../../models/server/served-encoders.js';
import {
  BrightnessEncoder,
  LetterEncoder,
  type LetterOptions,
  openGate,
} from './letter-encoders.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

const limits: BatchLimits = { maxCount: 64, maxCost: 100_000, maxWaiting: 1_000, atOnce: 1 };
const device = () => ({ device: 'cpu' }) as const;

export const letterEncoders = (options: LetterOptions = { gate: openGate() }): ServedEncoders => ({
  text: { encoder: new LetterEncoder(options), device },
  image: { encoder: new BrightnessEncoder(options), device },
});

/** A server in this process that is ready, and ends with the test. */
export async function serveInference(
  encoders: ServedEncoders = letterEncoders(),
  keys: readonly string[] = [],
  port = 0,
) {
  const telemetry = new RecordedTelemetry();
  const server = createInferenceServer(
    {
      ...{ host: '127.0.0.1', port, keys, drainMs: 50 },
      batches: { texts: limits, pictures: limits },
    },
    { encoders, telemetry, newId: () => 'an-id-of-ours' },
  );
  const origin = await server.listen();
  onTestFinished(async () => void (await server.drain()));
  await server.warmUp(new AbortController().signal);
  return { origin, telemetry };
}
