import type { VectorSpace } from '../../../shared/domain/vector-space.js';
import type {
  Encoded,
  EncodedTexts,
  ImageEncoder,
  Picture,
  TextEncoder,
} from '../../../shared/ports/encoders.js';
import type { BatchWork } from './batcher.js';

export interface EncodedRow {
  readonly vector: Float32Array;
  readonly isTruncated: boolean;
}

export type EncodeTexts = TextEncoder['encode'];

/** Tokens beyond this are not read by any encoder, so they cost nothing. */
const maxTokens = 512;
/** A token is some four letters of English and one of Korean, which are four bytes and three. */
const bytesPerToken = 3.5;

/** In tokens, guessed: only the encoder itself could count them. */
export const tokensOf = (text: string): number =>
  Math.min(2 + Math.ceil(Buffer.byteLength(text) / bytesPerToken), maxTokens);

/** Cost in tokens. */
export function textWork(encode: EncodeTexts, space: VectorSpace): BatchWork<string, EncodedRow> {
  return {
    costOf: tokensOf,
    async encode(texts, signal) {
      const encoded: EncodedTexts = await encode(texts, signal);
      return rowsOf(encoded, space, (row) => encoded.truncated[row] === true);
    },
  };
}

/** Cost in pixels. */
export function pictureWork(encoder: ImageEncoder): BatchWork<Picture, EncodedRow> {
  return {
    costOf: ({ width, height }) => width * height,
    async encode(pictures, signal) {
      return rowsOf(await encoder.encode(pictures, signal), encoder.space, () => false);
    },
  };
}

function rowsOf(
  { vectors }: Encoded,
  { dimensions }: VectorSpace,
  isTruncated: (row: number) => boolean,
): readonly EncodedRow[] {
  return Array.from({ length: vectors.length / dimensions }, (_, row) => ({
    vector: vectors.subarray(row * dimensions, (row + 1) * dimensions),
    isTruncated: isTruncated(row),
  }));
}
