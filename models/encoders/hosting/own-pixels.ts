import type { Picture } from '../../../shared/ports/encoders.js';

/** The pixels in a buffer of their own: a view that crosses to another thread takes all of its buffer along. */
export function ownPixels(picture: Picture): Picture {
  const { pixels } = picture;
  if (pixels.byteLength === pixels.buffer.byteLength) return picture;
  return { ...picture, pixels: new Uint8Array(pixels) };
}
