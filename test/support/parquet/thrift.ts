/** Bytes of a value, and its type by Thrift's compact protocol. */
export interface Encoded {
  readonly type: number;
  readonly bytes: Buffer;
}

/** Seven bits a byte, the lowest first. */
export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Buffer.from(bytes);
}

const zigzag = (value: number) => varint(value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value));

export const i32 = (value: number): Encoded => ({ type: 5, bytes: zigzag(value) });
export const i64 = (value: number): Encoded => ({ type: 6, bytes: zigzag(value) });
export const text = (value: string): Encoded => {
  const bytes = Buffer.from(value);
  return { type: 8, bytes: Buffer.concat([varint(BigInt(bytes.length)), bytes]) };
};

export function list(values: readonly Encoded[]): Encoded {
  const type = values[0]?.type ?? 5;
  const head = Buffer.concat([Buffer.from([0xf0 | type]), varint(BigInt(values.length))]);
  return { type: 9, bytes: Buffer.concat([head, ...values.map(({ bytes }) => bytes)]) };
}

/** Fields by their numbers, ascending. */
export function struct(fields: Readonly<Record<number, Encoded>>): Encoded {
  let last = 0;
  const pieces = Object.entries(fields).map(([number, { type, bytes }]) => {
    const delta = Number(number) - last;
    last = Number(number);
    return Buffer.concat([Buffer.from([(delta << 4) | type]), bytes]);
  });
  return { type: 12, bytes: Buffer.concat([...pieces, Buffer.from([0])]) };
}
