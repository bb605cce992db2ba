import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeEncoders } from '../../functions/compose/encoders.js';
import { parseConfig } from '../../shared/config.js';
import type { Encoders } from '../../shared/ports/encoders.js';
import { encoderModel } from '../support/encoders/encoder-model.js';
import { writeSentenceModel } from '../support/encoders/model-folders.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';

const script = new URL('../../dist/models/encoders/hosting/encoder-thread.js', import.meta.url);

let folder: string;
let opened: Encoders | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encoders-'));
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await rm(folder, { recursive: true });
});

async function compose(environment: Readonly<Record<string, string>>): Promise<Encoders> {
  const runtime = { clock: Date.now, newId: () => '', telemetry: new RecordedTelemetry() };
  opened = await composeEncoders(
    parseConfig({ MODELS_DIR: folder, ...environment }),
    runtime,
    script,
  );
  return opened;
}

/** Puts a model of one's own into the folder, as a user would, with the manifest that names it. */
async function putModel(): Promise<string> {
  const place = join(folder, 'tiny', '1');
  await writeSentenceModel(place);
  const paths = (await readdir(place, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: path.slice(place.length + 1),
      sizeBytes: (await stat(path)).size,
      sha256: createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    })),
  );
  const manifest = { models: [encoderModel({ files })] };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return place;
}

test('a shop without models encodes with what is built in', async () => {
  const { text, status } = await compose({});
  expect((await text.encode(['blue mug'])).vectors).toHaveLength(384);
  expect(status().map(({ isConfigured }) => isConfigured)).toEqual([false, false]);
});

test('a model that lies in the folder is used', async () => {
  await putModel();
  const { text, status } = await compose({ TEXT_MODEL: 'tiny', ENCODER_THREADS: '1' });
  expect(text.space).toEqual({ model: 'tiny', version: '1', dimensions: 16 });
  expect((await text.encode(['blue mug'])).vectors).toHaveLength(16);
  expect(status()[0]).toMatchObject({ isConfigured: true, isFallback: false });
});

test('a model that has not been fetched is replaced, and nothing is fetched for it', async () => {
  const { image, status } = await compose({ ENABLE_CLIP: '1', MODELS_HUB: 'http://127.0.0.1:9' });
  expect(image.space.model).toBe('built-in-image');
  expect(status()[1]).toMatchObject({
    isFallback: true,
    reason: expect.stringMatching(
      /^clip-vit-base-patch32 could not be loaded: config\.json is missing; npm run models:fetch -- clip/,
    ),
  });
});

test('a file that has been changed is not loaded', async () => {
  await writeFile(join(await putModel(), 'config.json'), '{}');
  const { status } = await compose({ TEXT_MODEL: 'tiny' });
  expect(status()[0]).toMatchObject({ isFallback: true, reason: expect.stringContaining('bytes') });
});

test('a name that is no model stops the start', async () => {
  await expect(compose({ TEXT_MODEL: 'mini' })).rejects.toThrow(
    'TEXT_MODEL: expected one of built-in, all-MiniLM-L6-v2, got mini',
  );
});
