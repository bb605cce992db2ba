/** Enough for a picture of 128 × 128; of a larger one, what does not fit has memory of its own. */
const capacity = 524_288;

/**
 * Memory for what is only needed while a picture is described, the same for each: planes made anew would pile up outside of the
 * heap, 40 MB of them, before they are collected.
 */
export class Scratch {
  readonly #memory = new Float32Array(capacity);
  #used = 0;

  /** Floats of any content, to be written over, of use until `reset`. */
  take(length: number): Float32Array {
    const end = this.#used + length;
    if (end > capacity) return new Float32Array(length);
    const taken = this.#memory.subarray(this.#used, end);
    this.#used = end;
    return taken;
  }

  reset(): void {
    this.#used = 0;
  }
}
