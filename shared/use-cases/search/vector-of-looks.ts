import { AppError } from '../../domain/errors.js';
import type { ImageEncoder, PictureOptions, PictureReader } from '../../ports/encoders.js';
import type { ImageFetcher } from '../../ports/image-fetcher.js';

type Crop = PictureOptions['crop'];

/** What something looks like, as somebody shows or describes it. */
export type Looks =
  | { readonly kind: 'file'; readonly file: Uint8Array; readonly crop?: Crop }
  | { readonly kind: 'url'; readonly url: string; readonly crop?: Crop }
  | { readonly kind: 'text'; readonly text: string };

/** In the space of the encoder. Throws `invalid` for a text where the encoder reads none. */
export type VectorOfLooks = (looks: Looks, encoder: ImageEncoder) => Promise<Float32Array>;

export function makeVectorOfLooks(dependencies: {
  readonly pictureReader: PictureReader;
  readonly imageFetcher: ImageFetcher;
}): VectorOfLooks {
  const { pictureReader, imageFetcher } = dependencies;
  return async (looks, encoder) => {
    if (looks.kind === 'text') return vectorOfText(looks.text, encoder);
    const file = looks.kind === 'file' ? looks.file : await imageFetcher.fetch(looks.url);
    const { crop } = looks;
    const options = { size: encoder.pictureSize, ...(crop !== undefined && { crop }) };
    const { vectors } = await encoder.encode([await pictureReader.read(file, options)]);
    return vectors;
  };
}

async function vectorOfText(text: string, encoder: ImageEncoder): Promise<Float32Array> {
  if (!encoder.encodeTexts) {
    const { model } = encoder.space;
    throw new AppError('invalid', `expected a picture: the image model ${model} reads no texts`);
  }
  const { vectors } = await encoder.encodeTexts([text]);
  return vectors;
}
