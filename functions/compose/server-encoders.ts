import { clipPictureSize } from '../../models/encoders/onnx/clip-picture-size.js';
import { createInferenceClient } from '../../shared/adapters/cloud/inference-client/inference-client.js';
import type { Config } from '../../shared/config.js';
import type { EncoderModel } from '../../shared/domain/encoder-model.js';
import type { EncoderStatus, Encoders } from '../../shared/ports/encoders.js';
import type { Telemetry } from '../../shared/ports/runtime.js';
import type { Trace } from '../../shared/ports/trace.js';

interface Parts {
  /** Stands in for the server, where it makes vectors of the same space. */
  readonly local: Encoders;
  readonly models: readonly EncoderModel[];
  readonly telemetry: Telemetry;
  readonly trace?: Trace | undefined;
}

/**
 * The encoders of the inference server. The space is that of the model that is configured, whether or not its files are
 * here: a server that is away then leaves requests unanswered rather than answered in another space.
 */
export function composeServerEncoders(
  { inference, encoders }: Pick<Config, 'inference' | 'encoders'>,
  { local, models, telemetry, trace }: Parts,
): Encoders {
  const { url = '', key, timeoutMs } = inference;
  const server = { url, timeoutMs, random: Math.random, telemetry, trace, key };
  const client = createInferenceClient(server);
  const wanted = {
    text: named(encoders.textModel, models),
    image: named(encoders.imageModel, models),
  };
  const text = client.textEncoder({
    space: wanted.text ? spaceOf(wanted.text) : local.text.space,
    fallback: local.text,
  });
  const image = client.imageEncoder({
    space: wanted.image ? spaceOf(wanted.image) : local.image.space,
    fallback: local.image,
    pictureSize: wanted.image ? clipPictureSize : local.image.pictureSize,
    hasTexts: wanted.image !== undefined,
  });
  const statusOf = (status: EncoderStatus): EncoderStatus => {
    const model = wanted[status.job];
    if (!status.isFallback || model === undefined) return status;
    const { job, device } = status;
    const served = { job, device, model: model.name, isConfigured: true, isFallback: false };
    // Why, telemetry was told: an address inside is nothing for whoever asks for the health.
    return client.health().isReachable ? served : { ...served, reason: serverFails };
  };
  return {
    text,
    image,
    status: () => local.status().map(statusOf),
    ...(local.waiting && { waiting: local.waiting }),
    server: client.health,
    close: local.close,
  };
}

const serverFails = 'the inference server fails';

const named = (name: string, models: readonly EncoderModel[]) =>
  models.find((model) => model.name === name);

const spaceOf = ({ name, version, dimensions }: EncoderModel) => ({
  ...{ model: name, version, dimensions },
});
