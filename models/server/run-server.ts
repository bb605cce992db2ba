import { randomUUID } from 'node:crypto';
import type { Telemetry } from '../../shared/ports/runtime.js';
import { createInferenceServer } from './inference-server.js';
import type { Reporting } from './reporting.js';
import type { ServedEncoders } from './served-encoders.js';
import type { ServerConfig } from './server-config.js';

/**
 * Serves until SIGTERM or SIGINT, then drains and ends the process: with 0 where all work was finished in time, else with 1.
 * Rejects where it cannot listen or the encoders cannot warm up.
 */
export async function runServer(
  config: ServerConfig,
  encoders: ServedEncoders,
  reporting: Reporting,
): Promise<void> {
  const { telemetry, trace } = reporting;
  const dependencies = { encoders, telemetry, trace, newId: randomUUID };
  const server = createInferenceServer(config, dependencies);
  const origin = await server.listen();
  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort(new Error('the server is to end'));
    telemetry.event('inference server drains');
    const isFinished = await server.drain();
    telemetry.event('inference server ends', { isFinished });
    await reporting.close();
    if (!isFinished) process.exit(1);
    await Promise.all([encoders.text?.encoder.close(), encoders.image?.encoder.close()]);
    process.exit(0);
  };
  onSignal(() => void stop());
  process.stdout.write(`inference server at ${origin}\n`);
  await server.warmUp(stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  reportDevices(encoders, telemetry);
}

/** At the first of them; the limit of the drain holds for whoever is impatient. */
function onSignal(stop: () => void): void {
  let isStopping = false;
  const heard = () => {
    if (!isStopping) stop();
    isStopping = true;
  };
  process.on('SIGTERM', heard);
  process.on('SIGINT', heard);
}

function reportDevices(encoders: ServedEncoders, telemetry: Telemetry): void {
  for (const [encoder, served] of Object.entries(encoders)) {
    telemetry.event('inference device', { encoder, ...served.device() });
  }
}
