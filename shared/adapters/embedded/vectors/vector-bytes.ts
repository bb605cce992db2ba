import type { MadeVector } from '../../../ports/vector-store.js';

/** The floats as they lie in memory: little-endian on every machine that Node runs on. A view. */
export function encodeVector({ vector }: MadeVector): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A view where the bytes lie as floats must, a copy else. */
export function decodeVectors(bytes: Uint8Array): Float32Array {
  const size = Float32Array.BYTES_PER_ELEMENT;
  const { buffer, byteOffset, byteLength } =
    bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(buffer, byteOffset, byteLength / size);
}
