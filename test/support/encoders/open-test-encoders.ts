import { join } from 'node:path';
import { type EncodersOptions, openEncoders } from '../../../models/encoders/open-encoders.js';
import type { Encoders } from '../../../shared/ports/encoders.js';
import { RecordedTelemetry } from '../recorded-telemetry.js';
import { encoderModel } from './encoder-model.js';
import { InProcessEncoder } from './in-process-encoder.js';

/** The models of `model-folders`, which lie in a folder under their names. */
const tinySentence = encoderModel({ name: 'tiny-sentence' });
export const tinyClip = encoderModel({ name: 'tiny-clip', kind: 'clip', dimensions: 12 });

/** Encoders whose threads are here; built-in ones where nothing else is said. */
export function openTestEncoders(
  folder: string,
  options: Partial<EncodersOptions> = {},
): Promise<Encoders> {
  return openEncoders({
    ...{ textModel: 'built-in', imageModel: 'built-in', threads: 2, clock: Date.now },
    models: [tinySentence, tinyClip],
    device: 'cpu',
    locate: async ({ name }) => join(folder, name),
    start: () => new InProcessEncoder(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    telemetry: new RecordedTelemetry(),
    ...options,
  });
}
