/** Elements of a tensor, flat and row-major: int64 as BigInt64Array, bool as Uint8Array is not used here. */
export type Elements = Float32Array | BigInt64Array | Int32Array | Int8Array | Uint8Array;

export type ElementType = 'float32' | 'int64' | 'int32' | 'int8' | 'uint8';

export interface Tensor {
  readonly data: Elements;
  /** As many elements as `data` has; none for a scalar. */
  readonly dims: readonly number[];
}

export function elementTypeOf(elements: Elements): ElementType {
  if (elements instanceof Float32Array) return 'float32';
  if (elements instanceof BigInt64Array) return 'int64';
  if (elements instanceof Int32Array) return 'int32';
  return elements instanceof Int8Array ? 'int8' : 'uint8';
}
