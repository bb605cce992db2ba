import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSentenceEncoder } from '../../../../../models/encoders/onnx/sentence-encoder.js';
import { writeSentenceModel } from '../../../../support/encoders/model-folders.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentence-'));
  await writeSentenceModel(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const model = () => ({ folder, dimensions: 16, maxTokens: 12, device: 'cpu' as const });

it('gives a text the same vector alone and among longer ones', async () => {
  const encoder = await openSentenceEncoder(model());
  const alone = (await encoder.encodeTexts?.(['blue mug']))?.vectors ?? [];
  const among = (await encoder.encodeTexts?.(['blue mug', 'red leather shoe abcdefg']))?.vectors;
  Array.from(alone).forEach((value, at) => {
    expect(Math.abs(value - (among?.[at] ?? 0))).toBeLessThan(0.05);
  });
  await encoder.close();
});

it('computes on the processor where the GPU that was wanted cannot be had, and says why', async () => {
  const encoder = await openSentenceEncoder({ ...model(), device: 'cuda' });
  expect(encoder.device).toEqual({ device: 'cpu', reason: expect.stringContaining('no CUDA') });
  expect((await encoder.encodeTexts?.(['blue mug']))?.vectors).toHaveLength(16);
  await encoder.close();
});
