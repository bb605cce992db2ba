import { expect, test } from 'vitest';
import { composeServerEncoders } from '../../../../functions/compose/server-encoders.js';
import { parseConfig } from '../../../../shared/config.js';
import type { EncoderStatus, Encoders } from '../../../../shared/ports/encoders.js';
import { encoderModel } from '../../../support/encoders/encoder-model.js';
import { letterEncoders, serveInference } from '../../../support/inference-server.js';
import { BrightnessEncoder, LetterEncoder, openGate } from '../../../support/letter-encoders.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';

const device = { device: 'cpu' } as const;
const models = [
  encoderModel({ name: 'letters', dimensions: 8 }),
  encoderModel({ name: 'brightness', kind: 'clip', dimensions: 8 }),
];

/** Encoders of this process, other ones than the server's where `version` says so. */
function localEncoders(version: string, isFallback = false): Encoders {
  const gate = openGate();
  const status = (job: EncoderStatus['job'], model: string): EncoderStatus => ({
    ...{ job, model, isConfigured: isFallback, isFallback, device },
    ...(isFallback && { reason: 'its files are missing' }),
  });
  return {
    text: new LetterEncoder({ gate, version }),
    image: new BrightnessEncoder({ gate }),
    status: () => [status('text', 'built-in-text'), status('image', 'built-in-image')],
    close: async () => undefined,
  };
}

function composed(
  url: string,
  local: Encoders,
  environment: Readonly<Record<string, string>> = {},
): Encoders {
  const config = parseConfig({ INFERENCE_URL: url, ...environment });
  return composeServerEncoders(config, { local, models, telemetry: new RecordedTelemetry() });
}

test('the server encodes in the space that this process has', async () => {
  const { origin } = await serveInference();
  const { text, image, server, status } = composed(origin, localEncoders('1'));
  expect((await text.encode(['mug'])).vectors).toHaveLength(8);
  const picture = { width: 1, height: 1, pixels: new Uint8Array(3) };
  expect((await image.encode([picture])).vectors).toHaveLength(8);
  expect(image.encodeTexts).toBeUndefined();
  expect(server?.()).toEqual({ isReachable: true });
  expect(status()).toEqual(localEncoders('1').status());
});

test('a model whose files are not here is had from the server, in its own space', async () => {
  const { origin } = await serveInference();
  const wanted = { TEXT_MODEL: 'letters', IMAGE_MODEL: 'brightness' };
  const { text, image, status } = composed(origin, localEncoders('another', true), wanted);
  expect(text.space).toEqual({ model: 'letters', version: '1', dimensions: 8 });
  expect((await text.encode(['mug'])).vectors).toHaveLength(8);
  expect((await image.encodeTexts?.(['mug']))?.vectors).toHaveLength(8);
  const well = { isConfigured: true, isFallback: false, device };
  expect(status()).toEqual([
    { job: 'text', model: 'letters', ...well },
    { job: 'image', model: 'brightness', ...well },
  ]);
});

test('a server of no use is told of, and no other space stands in for the one that is wanted', async () => {
  const { origin } = await serveInference(letterEncoders({ gate: openGate(), version: '2' }));
  const wanted = { TEXT_MODEL: 'letters', IMAGE_MODEL: 'brightness' };
  const { text, status, server } = composed(origin, localEncoders('another', true), wanted);
  await expect(text.encode(['mug'])).rejects.toMatchObject({ code: 'unavailable' });
  expect(server?.()).toMatchObject({ isReachable: false });
  const reason = 'the inference server fails';
  expect(status()).toMatchObject([
    { model: 'letters', reason },
    { model: 'brightness', reason },
  ]);
});
