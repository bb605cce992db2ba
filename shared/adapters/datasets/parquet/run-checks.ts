import { AppError } from '../../../domain/errors.js';

/** Writers round the last group of a section up; nobody by more. */
const paddingValues = 8_192;

/** A section of values as runs and bit-packed groups (Parquet's RLE hybrid). */
export interface RunSection {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Bits of a value. */
  readonly width: number;
  /** How many values it is to hold. */
  readonly valueCount: number;
}

/** Throws `invalid` where runs claim more values than a section may hold: the library writes them all out. */
export function checkRuns({ bytes, start, end, width, valueCount }: RunSection): void {
  let at = start;
  let seen = 0;
  while (seen < valueCount && at < end) {
    const { value: header, next } = varint(bytes, at, end);
    const isPacked = (header & 1) === 1;
    const groups = Math.floor(header / 2);
    seen += isPacked ? groups * 8 : groups;
    at = next + (isPacked ? groups * width : Math.ceil(width / 8));
    if (seen > valueCount + paddingValues) throw tooManyValues(valueCount, seen);
    if (groups === 0 && !isPacked && at >= end) break;
  }
}

function varint(bytes: Uint8Array, start: number, end: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, scale = 1; at < end && scale <= 2 ** 28; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new AppError('invalid', 'a run of values has no length');
}

const tooManyValues = (expected: number, got: number) =>
  new AppError('invalid', `expected runs of ${expected} values, got ${got}`);
