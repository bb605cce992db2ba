import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { writeClipModel, writeSentenceModel } from '../support/encoders/model-folders.js';
import { openTestEncoders } from '../support/encoders/open-test-encoders.js';
import { imageEncoderSuite } from './image-encoder.suite.js';
import { textEncoderSuite } from './text-encoder.suite.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encoders-'));
  await writeSentenceModel(join(folder, 'tiny-sentence'));
  await writeClipModel(join(folder, 'tiny-clip'));
});
afterAll(() => rm(folder, { recursive: true }));

textEncoderSuite('The built-in encoder', async () => (await openTestEncoders(folder)).text);
textEncoderSuite('A sentence encoder', async () => {
  return (await openTestEncoders(folder, { textModel: 'tiny-sentence' })).text;
});
imageEncoderSuite('The built-in encoder', async () => (await openTestEncoders(folder)).image);
imageEncoderSuite('CLIP', async () => {
  return (await openTestEncoders(folder, { imageModel: 'tiny-clip' })).image;
});
