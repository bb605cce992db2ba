import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EncodersOptions } from '../../models/encoders/open-encoders.js';
import type { Encoders, Picture } from '../../shared/ports/encoders.js';
import { writeClipModel, writeSentenceModel } from '../support/encoders/model-folders.js';
import { openTestEncoders } from '../support/encoders/open-test-encoders.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';

const script = new URL('../../dist/models/encoders/hosting/encoder-thread.js', import.meta.url);

let folder: string;
let workers: Worker[];
let opened: Encoders | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'encoders-'));
  await writeSentenceModel(join(folder, 'tiny-sentence'));
  await writeClipModel(join(folder, 'tiny-clip'));
});
afterEach(() => opened?.close());
afterAll(() => rm(folder, { recursive: true }));

async function open(options: Partial<EncodersOptions> = {}): Promise<Encoders> {
  workers = [];
  const start = () => {
    const worker = new Worker(script);
    workers.push(worker);
    return worker;
  };
  opened = await openTestEncoders(folder, { start, ...options });
  return opened;
}

const learned = { textModel: 'tiny-sentence', imageModel: 'tiny-clip' };
const picture: Picture = {
  ...{ width: 128, height: 128 },
  pixels: Uint8Array.from({ length: 128 * 128 * 3 }, (_, at) => (at * 7919) % 256),
};

test.each([{}, learned])(
  'texts and pictures are encoded in threads as they would be here: %o',
  async (models) => {
    const here = await openTestEncoders(folder, models);
    const { text, image } = await open(models);
    const texts = ['blue mug', 'red shoe', 'leather', '가나다'];
    expect(await text.encode(texts)).toEqual(await here.text.encode(texts));
    expect(await image.encode([picture])).toEqual(await here.image.encode([picture]));
    expect(await image.encodeTexts?.(texts)).toEqual(await here.image.encodeTexts?.(texts));
    await here.close();
  },
);

test('the event loop goes on while pictures are encoded', async () => {
  const { image } = await open();
  await image.encode([picture]);
  const before = performance.eventLoopUtilization();
  await image.encode(Array.from({ length: 100 }, () => picture));
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
});

test('a thread that is ended is replaced by one that answers the same', async () => {
  const telemetry = new RecordedTelemetry();
  const { text } = await open({ ...learned, telemetry });
  const before = await text.encode(['blue mug']);
  // Not inside ONNX Runtime: nothing is under way.
  await workers[0]?.terminate();
  expect(await text.encode(['blue mug'])).toEqual(before);
  expect(telemetry.exceptions).toMatchObject([
    { code: 'unavailable', message: 'the encoder thread ended: it was told to' },
  ]);
});

test('threads that are closed in the midst of their work end by themselves', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { text, close } = await open(learned);
    const asked = Array.from({ length: 10 }, () => text.encode(['blue mug', 'red shoe']));
    const ends = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
    const [outcomes] = await Promise.all([Promise.allSettled(asked), close()]);
    expect(outcomes).toHaveLength(10);
    expect(await Promise.all(ends)).toEqual(workers.map(() => 0));
  }
});
