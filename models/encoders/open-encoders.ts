import type { EncoderModel } from '../../shared/domain/encoder-model.js';
import { AppError } from '../../shared/domain/errors.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type {
  Device,
  EncoderStatus,
  Encoders,
  ImageEncoder,
  TextEncoder,
} from '../../shared/ports/encoders.js';
import { builtInImageSpace, builtInPictureSize } from './built-in-image.js';
import { builtInTextSpace } from './built-in-text.js';
import { EncoderPool, type PoolOptions } from './hosting/encoder-pool.js';
import { clipPictureSize } from './onnx/clip-picture-size.js';

/** What TEXT_MODEL and IMAGE_MODEL call the encoders that need no weights. */
const builtIn = 'built-in';

export interface EncodersOptions
  extends Pick<PoolOptions, 'start' | 'threads' | 'pause' | 'clock' | 'telemetry'> {
  /** `built-in` or the name of a model. */
  readonly textModel: string;
  readonly imageModel: string;
  readonly models: readonly EncoderModel[];
  /** Where learned models are to compute. */
  readonly device: Device;
  /** The folder of a model's files. */
  readonly locate: (model: EncoderModel) => Promise<string>;
}

type Job = EncoderStatus['job'];

interface Opened {
  readonly space: VectorSpace;
  readonly pool: EncoderPool;
  readonly status: Omit<EncoderStatus, 'device'>;
}

const kinds = { text: 'sentence', image: 'clip' } as const;
const variables = { text: 'TEXT_MODEL', image: 'IMAGE_MODEL' } as const;
const builtInSpaces = { text: builtInTextSpace, image: builtInImageSpace } as const;

/**
 * Texts that a thread is given at a time. A network is fastest with few of one length; the built-in encoder is done with
 * eight sooner than they have crossed to it.
 */
const textsAtATime = { [builtIn]: 64, learned: 16 };
/** A picture takes so long that another gains nothing by going with it. */
const picturesAtATime = 1;
const maxWaiting = { text: 1_024, image: 256 } as const;

/**
 * Opens an encoder for texts and one for pictures. A learned model is loaded and tried now, because only that tells whether
 * it can be had, and so which space the vectors lie in for as long as the process lives; where it cannot, the built-in
 * encoder of the same job stands in. Built-in ones start their threads with the first request. Throws `invalid` for a name
 * that is no model for the job.
 */
export async function openEncoders(options: EncodersOptions): Promise<Encoders> {
  const [textChoice, imageChoice] = [choose('text', options), choose('image', options)];
  const [text, image] = await Promise.all([
    open('text', textChoice, options),
    open('image', imageChoice, options),
  ]);
  return {
    text: textEncoder(text),
    image: imageEncoder(image),
    status: () => [statusOf(text), statusOf(image)],
    waiting: () => ({ text: text.pool.waiting, image: image.pool.waiting }),
    close: async () => {
      await Promise.all([text.pool.close(), image.pool.close()]);
    },
  };
}

function choose(job: Job, options: EncodersOptions): EncoderModel | undefined {
  const name = job === 'text' ? options.textModel : options.imageModel;
  if (name === builtIn) return undefined;
  const fitting = options.models.filter(({ kind }) => kind === kinds[job]);
  const found = fitting.find((model) => model.name === name);
  if (found) return found;
  const known = [builtIn, ...fitting.map((model) => model.name)].join(', ');
  throw new AppError('invalid', `${variables[job]}: expected one of ${known}, got ${name}`);
}

async function open(
  job: Job,
  model: EncoderModel | undefined,
  options: EncodersOptions,
): Promise<Opened> {
  if (!model) return openBuiltIn(job, options);
  try {
    return await openLearned(job, model, options);
  } catch (error) {
    options.telemetry.exception(error, { during: 'opening an encoder', model: model.name });
    const why = error instanceof Error ? error.message : String(error);
    return openBuiltIn(job, options, `${model.name} could not be loaded: ${why}`);
  }
}

async function openLearned(
  job: Job,
  model: EncoderModel,
  options: EncodersOptions,
): Promise<Opened> {
  const { name, kind, version, dimensions, maxTokens } = model;
  const folder = await options.locate(model);
  const pool = new EncoderPool({
    ...options,
    ...{ source: { kind, folder, dimensions, maxTokens, device: options.device }, dimensions },
    batchSize: job === 'text' ? textsAtATime.learned : picturesAtATime,
    maxWaiting: maxWaiting[job],
  });
  await pool.open();
  const status = { job, model: name, isConfigured: true, isFallback: false };
  return { space: { model: name, version, dimensions }, pool, status };
}

/** `reason`: why another model that was asked for is not there. */
function openBuiltIn(job: Job, options: EncodersOptions, reason?: string): Opened {
  const space = builtInSpaces[job];
  const pool = new EncoderPool({
    ...options,
    ...{ source: { kind: `built-in-${job}` }, dimensions: space.dimensions },
    batchSize: job === 'text' ? textsAtATime[builtIn] : picturesAtATime,
    maxWaiting: maxWaiting[job],
  });
  const isFallback = reason !== undefined;
  const status = { job, model: space.model, isConfigured: isFallback, isFallback };
  return { space, pool, status: { ...status, ...(isFallback && { reason }) } };
}

function statusOf({ pool, status }: Opened): EncoderStatus {
  const { failure, device } = pool;
  return { ...status, device, ...(failure && { reason: failure.message }) };
}

function textEncoder({ space, pool }: Opened): TextEncoder {
  return {
    space,
    encode: (texts, signal) => pool.encode({ texts }, signal),
    close: () => pool.close(),
  };
}

function imageEncoder({ space, pool, status }: Opened): ImageEncoder {
  const isLearned = status.isConfigured && !status.isFallback;
  const images: ImageEncoder = {
    space,
    pictureSize: isLearned ? clipPictureSize : builtInPictureSize,
    encode: (pictures, signal) => pool.encode({ pictures }, signal),
    close: () => pool.close(),
  };
  if (!isLearned) return images;
  return { ...images, encodeTexts: (texts, signal) => pool.encode({ texts }, signal) };
}
