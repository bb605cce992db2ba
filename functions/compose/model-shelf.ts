import { readFile } from 'node:fs/promises';
import { fileModelShelf } from '../../shared/adapters/hub/model-shelf.js';
import type { Config } from '../../shared/config.js';
import { decodeEncoderManifest } from '../../shared/contracts/encoder-manifest.js';
import type { ModelShelf } from '../../shared/ports/model-shelf.js';

/** Copied beside the compiled code by the build. */
const manifest = new URL('../../models/manifest.json', import.meta.url);

/** Where the files of learned encoders lie. */
export async function composeModelShelf({ encoders }: Config): Promise<ModelShelf> {
  const known = decodeEncoderManifest(await readFile(manifest));
  return fileModelShelf({ folder: encoders.modelsDir, hub: encoders.hub, known });
}
