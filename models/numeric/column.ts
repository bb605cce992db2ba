type Numbers = Int32Array | Uint16Array | Uint8Array | Float32Array | Float64Array;

/** A flat array that grows by half its length; `values` is replaced when it does, so read it anew after `reserve`. */
export class Column<T extends Numbers> {
  values: T;
  readonly #make: (length: number) => T;
  readonly #blank: number;

  constructor(make: (length: number) => T, blank = 0) {
    this.#make = make;
    this.#blank = blank;
    this.values = make(0);
  }

  /** Makes indices below `length` writable; new places hold the blank value. */
  reserve(length: number): void {
    const held = this.values.length;
    if (length <= held) return;
    const grown = this.#make(Math.max(length, held + (held >> 1), 64));
    grown.set(this.values);
    if (this.#blank !== 0) grown.fill(this.#blank, held);
    this.values = grown;
  }
}

export function int32Column(blank = 0): Column<Int32Array> {
  return new Column((length) => new Int32Array(length), blank);
}

export function float64Column(blank = 0): Column<Float64Array> {
  return new Column((length) => new Float64Array(length), blank);
}
