import type { Encoded, EncodedTexts, Picture } from '../../../shared/ports/encoders.js';

/** An encoder where it runs: it works on the spot, batch by batch, and only on what it knows. */
export interface BatchEncoder {
  encodeTexts?(texts: readonly string[]): Promise<EncodedTexts>;
  encodePictures?(pictures: readonly Picture[]): Promise<Encoded>;
  close(): Promise<void>;
}
