/**
 * Reads that say what stands beyond the end. One function for each kind of array, so that each keeps the single kind
 * it is compiled for and is inlined where it is called.
 */
export function floatAt(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

export function singleAt(values: Float32Array, index: number): number {
  return values[index] ?? 0;
}

export function integerAt(values: Int32Array, index: number, beyond = 0): number {
  return values[index] ?? beyond;
}

export function shortAt(values: Uint16Array, index: number): number {
  return values[index] ?? 0;
}

export function byteAt(values: Int8Array, index: number): number {
  return values[index] ?? 0;
}

export function elementAt(values: readonly number[], index: number, beyond = 0): number {
  return values[index] ?? beyond;
}
