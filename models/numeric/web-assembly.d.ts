// The part of https://webassembly.github.io/spec/js-api/ that is used here: TypeScript has it in the browser's library only.
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
    /** By so many pages of 64 KiB; `buffer` is another one afterwards. Throws `RangeError` where they cannot be had. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: unknown;
  }
}
