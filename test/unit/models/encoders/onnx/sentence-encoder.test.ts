import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSentenceEncoder } from '../../../../../models/encoders/onnx/sentence-encoder.js';
import { onOneThread } from '../../../../../models/encoders/onnx/transformers.js';
import { writeSentenceModel } from '../../../../support/encoders/model-folders.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentence-'));
  await writeSentenceModel(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const model = () => ({ folder, dimensions: 16, maxTokens: 12 });

it('gives a text the same vector alone and among longer ones', async () => {
  const encoder = await openSentenceEncoder(model());
  const alone = (await encoder.encodeTexts?.(['blue mug']))?.vectors ?? [];
  const among = (await encoder.encodeTexts?.(['blue mug', 'red leather shoe abcdefg']))?.vectors;
  Array.from(alone).forEach((value, at) => {
    expect(Math.abs(value - (among?.[at] ?? 0))).toBeLessThan(0.05);
  });
  await encoder.close();
});

it('runs another file of the model where it is told to', async () => {
  const quantised = await openSentenceEncoder(model());
  const expected = await quantised.encodeTexts?.(['blue mug']);
  await quantised.close();
  await rename(join(folder, 'onnx/model_quantized.onnx'), join(folder, 'onnx/model.onnx'));
  const full = await openSentenceEncoder(model(), { ...onOneThread, precision: 'fp32' });
  expect(await full.encodeTexts?.(['blue mug'])).toEqual(expected);
  await full.close();
  await expect(openSentenceEncoder(model())).rejects.toThrow();
});
