import type { ModelFiles } from '../../../shared/ports/training.js';

/** The floats in a buffer of their own: a view that crosses to another thread takes all of its buffer along. */
export const ownFloats = (values: Float32Array) =>
  values.byteLength === values.buffer.byteLength ? values : values.slice();

/** Files in buffers that can be given away; small ones often lie in a pool with others. */
export function ownFiles(files: ModelFiles): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return new Map([...files].map(([name, content]) => [name, ownBytes(content)]));
}

function ownBytes(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = content;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(content);
}
