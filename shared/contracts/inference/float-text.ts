import { AppError } from '../../domain/errors.js';

/** Base64 of 32-bit floats, little-endian, which is how every processor that this runs on (x64, arm64) keeps them. */
export function floatsToText({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Throws `invalid` for anything but base64 of exactly `count` floats. */
export function textToFloats(text: string, count: number): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength !== count * 4 || text.length !== Math.ceil(bytes.byteLength / 3) * 4) {
    throw new AppError(
      'invalid',
      `expected base64 of ${count} floats (${count * 4} bytes), got ${bytes.byteLength} bytes`,
    );
  }
  // Small buffers lie anywhere in a shared one; floats must begin at a multiple of four.
  return new Float32Array(new Uint8Array(bytes).buffer);
}
