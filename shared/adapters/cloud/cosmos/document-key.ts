import { createHash } from 'node:crypto';

/** Of a partition key 2,048 bytes may be used, of a document's id 1,023. */
const longest = 900;

/**
 * A text as printable ASCII, so that no two texts become one and their order in code points stays: what lies below the
 * plain characters is written as `!` and its bytes in hexadecimal figures, what lies above as `~` and those. Of a text
 * that takes more than 900 characters the beginning and a hash are left, and its order among texts of one such
 * beginning is lost.
 */
export function plainKey(text: string): string {
  return plain(text, noMarks);
}

/** The same for the id of a document, in which some characters may not stand. It keeps no order. */
export function plainId(text: string): string {
  return plain(text, forbiddenInIds);
}

const noMarks: ReadonlySet<string> = new Set();
const forbiddenInIds: ReadonlySet<string> = new Set('/\\?#%');

function plain(text: string, forbidden: ReadonlySet<string>): string {
  let whole = '';
  for (const byte of Buffer.from(text)) {
    const mark = written(byte);
    whole += forbidden.has(mark) ? escaped('!', byte) : mark;
  }
  if (whole.length <= longest) return whole;
  // No escape begins with two marks, so what is cut equals nothing that is whole.
  return `${whole.slice(0, longest)}~~${createHash('sha256').update(text).digest('hex')}`;
}

function written(byte: number): string {
  if (byte <= 0x21) return escaped('!', byte);
  return byte >= 0x7e ? escaped('~', byte) : String.fromCharCode(byte);
}

const escaped = (mark: string, byte: number) => `${mark}${byte.toString(16).padStart(2, '0')}`;
