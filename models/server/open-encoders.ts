import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { fileModelShelf } from '../../shared/adapters/hub/model-shelf.js';
import { decodeEncoderManifest } from '../../shared/contracts/encoder-manifest.js';
import type { EncoderStatus } from '../../shared/ports/encoders.js';
import type { Telemetry } from '../../shared/ports/runtime.js';
import { openEncoders } from '../encoders/open-encoders.js';
import type { ServedEncoders } from './served-encoders.js';
import type { ServerConfig } from './server-config.js';

/** Node loads no other than the compiled one. */
const threadScript = new URL('../encoders/hosting/encoder-thread.js', import.meta.url);
const manifest = new URL('../manifest.json', import.meta.url);

const pause = (durationMs: number): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false });

/** The encoders that are configured, in threads of their own, so that the server answers while they compute. */
export async function openServedEncoders(
  { encoders: settings, device }: Pick<ServerConfig, 'encoders' | 'device'>,
  telemetry: Telemetry,
): Promise<ServedEncoders> {
  const known = decodeEncoderManifest(await readFile(manifest));
  const shelf = fileModelShelf({ folder: settings.modelsDir, hub: settings.hub, known });
  // A GPU does one batch after the other, however many threads ask it.
  const threads = device === 'cuda' ? 1 : availableParallelism();
  const encoders = await openEncoders({
    ...{ ...settings, device, telemetry, pause, clock: Date.now },
    ...{ threads: settings.threads ?? threads, models: await shelf.models() },
    locate: shelf.locate,
    start: () => new Worker(threadScript),
  });
  const deviceOf = (job: EncoderStatus['job']) => () =>
    encoders.status().find((status) => status.job === job)?.device ?? { device: 'cpu' };
  return {
    text: { encoder: encoders.text, device: deviceOf('text') },
    image: { encoder: encoders.image, device: deviceOf('image') },
  };
}
