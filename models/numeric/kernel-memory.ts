const pageBytes = 65_536;
/** Rows that start at a multiple of this are read by SIMD without crossing a cache line. */
const alignment = 64;

/**
 * One WebAssembly memory that kernels compute in and typed arrays look into. It is made at its full size, because growing
 * would detach every array; it is not shared, because ONNX Runtime takes no shared buffers.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  #end = alignment;

  /** Throws `RangeError` where that much cannot be had. */
  constructor(sizeBytes: number) {
    const pages = Math.ceil((sizeBytes + alignment) / pageBytes);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  }

  /** Zeros, at a multiple of 64 bytes; they live as long as the memory does. */
  floats(length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer, this.#take(length * 4), length);
  }

  integers(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, this.#take(length * 4), length);
  }

  bytes(length: number): Int8Array<ArrayBuffer> {
    return new Int8Array(this.memory.buffer, this.#take(length), length);
  }

  /** The functions of a compiled kernel, at work on this memory; `kernel` is a base64 module of `generated/`. */
  instantiate<Kernel>(kernel: string): Kernel {
    return instantiateKernel(kernel, this.memory);
  }

  #take(sizeBytes: number): number {
    const start = this.#end;
    this.#end = Math.ceil((start + sizeBytes) / alignment) * alignment;
    if (this.#end > this.memory.buffer.byteLength) {
      throw new RangeError(`a kernel needs ${this.#end} bytes and was given ${start}`);
    }
    return start;
  }
}

/** The functions of a compiled kernel, a base64 module of `generated/`, at work on a memory. */
export function instantiateKernel<Kernel>(kernel: string, memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernel, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as Kernel;
}

/** How many bytes of a `KernelMemory` arrays of these lengths take, four bytes an element. */
export function kernelBytes(lengths: readonly number[]): number {
  return lengths.reduce(
    (sum, length) => sum + Math.ceil((length * 4) / alignment) * alignment,
    alignment,
  );
}
