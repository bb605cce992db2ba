import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EncodersOptions } from '../../../../models/encoders/open-encoders.js';
import { AppError } from '../../../../shared/domain/errors.js';
import type { Encoders } from '../../../../shared/ports/encoders.js';
import { encoderModel } from '../../../support/encoders/encoder-model.js';
import { InProcessEncoder } from '../../../support/encoders/in-process-encoder.js';
import { writeClipModel, writeSentenceModel } from '../../../support/encoders/model-folders.js';
import { openTestEncoders, tinyClip } from '../../../support/encoders/open-test-encoders.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encoders-'));
  await writeSentenceModel(join(folder, 'tiny-sentence'));
  await writeClipModel(join(folder, 'tiny-clip'));
});
afterAll(() => rm(folder, { recursive: true }));

let opened: Encoders | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

async function open(options: Partial<EncodersOptions> = {}): Promise<Encoders> {
  opened = await openTestEncoders(folder, options);
  return opened;
}

const processor = { device: 'cpu' };
const builtIn = { isConfigured: false, isFallback: false, device: processor };
const picture = { width: 2, height: 2, pixels: new Uint8Array(12).fill(90) };

describe('Encoders', () => {
  it('need no weights, and start nothing before they are asked', async () => {
    const threads: InProcessEncoder[] = [];
    const start = () => {
      const thread = new InProcessEncoder();
      threads.push(thread);
      return thread;
    };
    const { text, image, status } = await open({ start });
    expect(threads).toHaveLength(0);
    expect(text.space).toEqual({ model: 'built-in-text', version: '1', dimensions: 384 });
    expect(image.space).toEqual({ model: 'built-in-image', version: '1', dimensions: 512 });
    expect(image.encodeTexts).toBeUndefined();
    expect(status()).toEqual([
      { job: 'text', model: 'built-in-text', ...builtIn },
      { job: 'image', model: 'built-in-image', ...builtIn },
    ]);
    expect((await text.encode(['mug'])).vectors).toHaveLength(384);
    expect((await image.encode([picture])).vectors).toHaveLength(512);
    expect(threads).toHaveLength(2);
  });

  it('that are learned are loaded before they are handed out, each in a space of its own', async () => {
    const { text, image, status } = await open({
      textModel: 'tiny-sentence',
      imageModel: 'tiny-clip',
    });
    expect(text.space).toEqual({ model: 'tiny-sentence', version: '1', dimensions: 16 });
    expect(image.space).toEqual({ model: 'tiny-clip', version: '1', dimensions: 12 });
    expect(image.pictureSize).toBe(448);
    expect(status()).toMatchObject([
      { model: 'tiny-sentence', isConfigured: true, isFallback: false },
      { model: 'tiny-clip', isConfigured: true, isFallback: false },
    ]);
    const { vectors, truncated } = await text.encode(['blue mug', 'red '.repeat(20)]);
    expect(vectors).toHaveLength(32);
    expect(truncated).toEqual([false, true]);
    expect((await image.encodeTexts?.(['blue mug']))?.vectors).toHaveLength(12);
  });

  it.each<[string, Partial<EncodersOptions>, string]>([
    [
      'is unknown',
      { textModel: 'nonsense' },
      'TEXT_MODEL: expected one of built-in, tiny-sentence, got nonsense',
    ],
    [
      'does another job',
      { textModel: 'tiny-clip' },
      'TEXT_MODEL: expected one of built-in, tiny-sentence',
    ],
    [
      'is for texts',
      { imageModel: 'tiny-sentence' },
      'IMAGE_MODEL: expected one of built-in, tiny-clip',
    ],
  ])('refuse a name that %s', async (_, options, message) => {
    await expect(open(options)).rejects.toMatchObject({
      ...{ code: 'invalid', message: expect.stringContaining(message) },
    });
  });
});

describe('A learned encoder that cannot be loaded', () => {
  const missing = new AppError('unavailable', 'config.json is missing');
  const cases: [string, Partial<EncodersOptions>, string][] = [
    [
      'for want of files',
      { locate: async () => Promise.reject(missing) },
      'config.json is missing',
    ],
    [
      'for want of a folder',
      { locate: async () => join(tmpdir(), 'no-such-folder') },
      'tiny-sentence could not be loaded',
    ],
    [
      'being of other dimensions',
      { models: [encoderModel({ name: 'tiny-sentence', dimensions: 384 })] },
      'expected last_hidden_state of 1 × 3 × 384',
    ],
  ];

  it.each(cases)(
    '%s is replaced by the built-in one, which says why',
    async (_, options, reason) => {
      const telemetry = new RecordedTelemetry();
      const { text, status } = await open({ textModel: 'tiny-sentence', telemetry, ...options });
      expect(text.space.model).toBe('built-in-text');
      expect(status()[0]).toEqual({
        ...{
          job: 'text',
          model: 'built-in-text',
          isConfigured: true,
          isFallback: true,
          device: processor,
        },
        reason: expect.stringContaining(reason),
      });
      expect(telemetry.exceptions).toHaveLength(1);
      expect((await text.encode(['mug'])).vectors).toHaveLength(384);
    },
  );

  it('because its file is no model is replaced too', async () => {
    const broken = join(folder, 'broken-clip');
    await writeClipModel(broken);
    await writeFile(join(broken, 'onnx/vision_model_quantized.onnx'), 'no model');
    const { image, status } = await open({ imageModel: 'tiny-clip', locate: async () => broken });
    expect(image.space.model).toBe('built-in-image');
    expect(image.pictureSize).toBe(128);
    expect(image.encodeTexts).toBeUndefined();
    expect(status()[1]).toMatchObject({ isFallback: true, reason: expect.any(String) });
  });

  it('only for texts fails texts, and goes on with pictures', async () => {
    const half = join(folder, 'half-clip');
    await writeClipModel(half);
    await writeFile(join(half, 'onnx/text_model_quantized.onnx'), 'no model');
    const { image } = await open({
      ...{ imageModel: 'tiny-clip', models: [tinyClip], locate: async () => half },
    });
    for (let round = 0; round < 2; round += 1) {
      await expect(image.encodeTexts?.(['mug'])).rejects.toMatchObject({ code: 'unavailable' });
    }
    expect((await image.encode([picture])).vectors).toHaveLength(12);
  });
});

describe('An encoder that fails later', () => {
  it('keeps its space and says what is wrong', async () => {
    const threads: InProcessEncoder[] = [];
    let isBroken = false;
    const start = () => {
      if (isBroken) throw new Error('no more threads');
      const thread = new InProcessEncoder();
      threads.push(thread);
      return thread;
    };
    const { text, status } = await open({ textModel: 'tiny-sentence', start });
    isBroken = true;
    threads[0]?.die(new Error('out of memory'));
    await expect.poll(() => status()[0]?.reason).toContain('no more threads');
    expect(status()[0]).toMatchObject({ model: 'tiny-sentence', isFallback: false });
    await expect(text.encode(['mug'])).rejects.toMatchObject({ code: 'unavailable' });
    isBroken = false;
    await expect.poll(() => status()[0]?.reason).toBeUndefined();
    expect((await text.encode(['mug'])).vectors).toHaveLength(16);
  });
});
