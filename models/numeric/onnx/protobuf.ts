const utf8 = new TextEncoder();

/** How a field is laid out: https://protobuf.dev/programming-guides/encoding. */
const wireType = { varint: 0, bytes: 2, fixed32: 5 } as const;

/**
 * A protocol buffers message in the making: fields in the order of the calls, each a repeated one if called again. Large
 * byte fields are referred to, not copied, until `finish`.
 */
export class Message {
  readonly #chunks: Uint8Array[] = [];
  #open: number[] = [];
  #closedBytes = 0;

  /** Whole numbers within ±2^53, or any int64 as a bigint; negative ones take ten bytes. */
  integer(field: number, value: number | bigint): this {
    this.#tag(field, wireType.varint);
    return this.#varint(value);
  }

  float(field: number, value: number): this {
    this.#tag(field, wireType.fixed32);
    this.#open.push(...new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, wireType.bytes);
    this.#varint(value.byteLength);
    this.#append(value);
    return this;
  }

  message(field: number, value: Message): this {
    this.#tag(field, wireType.bytes);
    value.#close();
    this.#varint(value.#closedBytes);
    for (const chunk of value.#chunks) this.#append(chunk);
    return this;
  }

  finish(): Uint8Array {
    this.#close();
    return Uint8Array.from(Buffer.concat(this.#chunks, this.#closedBytes));
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type);
  }

  #varint(value: number | bigint): this {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.#open.push(Number(rest & 127n) | 128);
    this.#open.push(Number(rest));
    return this;
  }

  #append(chunk: Uint8Array): void {
    this.#close();
    this.#chunks.push(chunk);
    this.#closedBytes += chunk.byteLength;
  }

  #close(): void {
    if (this.#open.length === 0) return;
    const chunk = Uint8Array.from(this.#open);
    this.#open = [];
    this.#chunks.push(chunk);
    this.#closedBytes += chunk.byteLength;
  }
}
