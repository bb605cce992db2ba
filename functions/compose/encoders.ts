import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openEncoders } from '../../models/encoders/open-encoders.js';
import type { Config } from '../../shared/config.js';
import type { Encoders } from '../../shared/ports/encoders.js';
import { composeModelShelf } from './model-shelf.js';
import type { Runtime } from './runtime.js';

const pause = (durationMs: number): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false });

/**
 * What turns texts and pictures into vectors: this process, or an inference server where one is configured.
 * `threadScript`: the compiled `encoder-thread`.
 */
export async function composeEncoders(
  config: Config,
  { clock, telemetry, trace }: Runtime,
  threadScript: URL,
): Promise<Encoders> {
  const { textModel, imageModel, threads } = config.encoders;
  const shelf = await composeModelShelf(config);
  const models = await shelf.models();
  const local = await openEncoders({
    ...{ textModel, imageModel, models, clock, telemetry, pause },
    locate: shelf.locate,
    device: 'cpu',
    start: () => new Worker(threadScript),
    // One processor is left to whoever waits for other answers.
    threads: threads ?? Math.max(1, availableParallelism() - 1),
  });
  if (config.inference.url === undefined) return local;
  const { composeServerEncoders } = await import('./server-encoders.js');
  return composeServerEncoders(config, { local, models, telemetry, trace });
}
