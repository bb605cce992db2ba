import type { ImageEncoder, Picture, TextEncoder } from '../../shared/ports/encoders.js';
import type { BatchLimits } from './batching/batcher.js';
import { type EncodeTexts, pictureWork, textWork } from './batching/work.js';
import { createEmbedder, type Embedder } from './embedder.js';
import type { Metrics } from './metrics.js';
import type { Served, ServedEncoders } from './served-encoders.js';

export interface Embedders {
  readonly text: Embedder<string> | undefined;
  readonly image: Embedder<Picture> | undefined;
  /** The text side of the image encoder. */
  readonly imageText: Embedder<string> | undefined;
}

interface Limits {
  readonly texts: BatchLimits;
  readonly pictures: BatchLimits;
}

const sampleText = 'Blue ceramic mug with a handle, 350 ml, safe in the dishwasher';

export function createEmbedders(
  { text, image }: ServedEncoders,
  limits: Limits,
  metrics: Metrics,
): Embedders {
  const ofTexts = (name: string, served: Served<TextEncoder | ImageEncoder>, encode: EncodeTexts) =>
    createEmbedder(
      {
        ...{ name, limits: limits.texts, sample: sampleText },
        space: served.encoder.space,
        device: () => served.device(),
        work: textWork(encode, served.encoder.space),
      },
      metrics,
    );
  const encodeTexts = image?.encoder.encodeTexts?.bind(image.encoder);
  return {
    text: text && ofTexts('text', text, (...asked) => text.encoder.encode(...asked)),
    image: image && createEmbedder(partsOf(image, limits.pictures), metrics),
    imageText: image && encodeTexts && ofTexts('image-text', image, encodeTexts),
  };
}

function partsOf({ encoder, device }: Served<ImageEncoder>, limits: BatchLimits) {
  const { pictureSize: side, space } = encoder;
  const sample: Picture = {
    ...{ width: side, height: side, pixels: new Uint8Array(side * side * 3).fill(127) },
  };
  return { name: 'image', space, device, limits, sample, work: pictureWork(encoder) };
}
