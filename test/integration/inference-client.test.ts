import { afterEach, expect, test } from 'vitest';
import {
  createInferenceClient,
  type InferenceClient,
} from '../../shared/adapters/cloud/inference-client/inference-client.js';
import { usualPatience } from '../../shared/adapters/cloud/inference-client/patience.js';
import {
  type InferenceProcess,
  metric,
  runInference,
  warmedUp,
} from '../support/inference-process.js';
import { BrightnessEncoder, LetterEncoder, openGate } from '../support/letter-encoders.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';

const running: InferenceProcess[] = [];
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

const key = 'a-key-of-this-test';

function start(environment: Readonly<Record<string, string>> = {}): InferenceProcess {
  const server = runInference({ INFERENCE_KEYS: key, ...environment });
  running.push(server);
  return server;
}

const letters = () => new LetterEncoder({ gate: openGate() });
const brightness = () => new BrightnessEncoder({ gate: openGate() });

function clientOf(url: string): InferenceClient {
  return createInferenceClient({
    ...{ url, key, timeoutMs: 10_000, random: () => 0.5, telemetry: new RecordedTelemetry() },
    patience: {
      ...usualPatience,
      ...{ retries: 1, pauseMs: { first: 5, longest: 20 }, breakAfter: 2, restMs: 20 },
    },
  });
}

test('texts have the vectors that they have here, in order, however many', async () => {
  const server = start();
  const origin = await warmedUp(server);
  server.permit(Number.POSITIVE_INFINITY);
  const encoder = clientOf(origin).textEncoder({ space: letters().space });
  const texts = Array.from({ length: 700 }, (_, at) => `text ${at} ${'x'.repeat(at * 2)}`);
  const odd = ['', '찻잔', '\ud800', '"\\\u0000', 'y'.repeat(70_000)];
  const [there, here] = await Promise.all(
    [encoder, letters()].map((each) => each.encode([...texts, ...odd])),
  );
  expect(there?.truncated).toEqual(here?.truncated);
  // The longest loses its end on the way, which is more of the same letter.
  const compared = (texts.length + odd.length - 1) * 8;
  expect(there?.vectors.slice(0, compared)).toEqual(here?.vectors.slice(0, compared));
  expect(there?.vectors).toHaveLength(here?.vectors.length ?? 0);
});

test('pictures, and texts beside them, have the vectors that they have here', async () => {
  const server = start();
  const origin = await warmedUp(server);
  server.permit(Number.POSITIVE_INFINITY);
  const local = brightness();
  const encoder = clientOf(origin).imageEncoder({
    ...{ space: local.space, pictureSize: local.pictureSize, hasTexts: true },
  });
  const pictures = Array.from({ length: 70 }, (_, at) => ({
    ...{ width: 3, height: 2, pixels: Uint8Array.from({ length: 18 }, (_, pixel) => at * pixel) },
  }));
  expect(await encoder.encode(pictures)).toEqual(await local.encode(pictures));
  expect(await encoder.encodeTexts?.(['a mug'])).toEqual(await local.encodeTexts(['a mug']));
});

test('whoever leaves has their batch called off in the server', async () => {
  const server = start();
  const origin = await warmedUp(server);
  const leaving = new AbortController();
  const encoder = clientOf(origin).textEncoder({ space: letters().space });
  const encoded = encoder.encode(['left'], leaving.signal);
  expect(await server.heard()).toEqual({ kind: 'began', items: ['left'] });
  leaving.abort(new Error('enough'));
  await expect(encoded).rejects.toThrow('enough');
  expect(await server.heard()).toEqual({ kind: 'aborted', items: ['left'] });
  expect(await metric(origin, 'cancelled_total{encoder="text"}', key)).toBe(1);
});

test('a server that is killed at work is stood in for, and used again once it is back', async () => {
  const first = start();
  const origin = await warmedUp(first);
  const client = clientOf(origin);
  const fallback = letters();
  const encoder = client.textEncoder({ space: fallback.space, fallback });
  const encoded = encoder.encode(['abc']);
  await first.heard();
  first.child.kill('SIGKILL');
  expect(await encoded).toEqual(await fallback.encode(['abc']));
  expect(client.health()).toMatchObject({ isReachable: false });

  const second = start({ PORT: new URL(origin).port });
  await warmedUp(second);
  second.permit(Number.POSITIVE_INFINITY);
  await expect
    .poll(async () => {
      await encoder.encode(['abc']);
      return client.health();
    })
    .toEqual({ isReachable: true });
  expect(await second.heard()).toEqual({ kind: 'began', items: ['abc'] });
});

test('a server that is to end leaves no request without vectors', async () => {
  const server = start();
  const origin = await warmedUp(server);
  const fallback = letters();
  const encoder = clientOf(origin).textEncoder({ space: fallback.space, fallback });
  const taken = encoder.encode(['taken']);
  await server.heard();
  server.child.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${origin}/readyz`)).status).toBe(503);
  const late = encoder.encode(['late']);
  expect(await late).toEqual(await fallback.encode(['late']));
  server.permit(1);
  expect(await taken).toEqual(await fallback.encode(['taken']));
  expect(await server.ended).toBe(0);
});

test('a server that encodes in another space is refused, whether or not another can stand in', async () => {
  const server = start();
  const origin = await warmedUp(server);
  server.permit(Number.POSITIVE_INFINITY);
  const wanted = new LetterEncoder({ gate: openGate(), version: '2' });
  const client = clientOf(origin);
  await expect(client.textEncoder({ space: wanted.space }).encode(['abc'])).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('expected letters@2/8, got letters@1/8'),
  });
  const encoder = client.textEncoder({ space: wanted.space, fallback: wanted });
  expect(await encoder.encode(['abc'])).toEqual(await wanted.encode(['abc']));
});
