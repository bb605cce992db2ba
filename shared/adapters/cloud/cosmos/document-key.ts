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
  return bounded(plain(text, isWritten), text);
}

/** The same for the id of a document, in which some characters may not stand. It keeps no order. */
export function plainId(text: string): string {
  return bounded(plain(text, isWrittenInId), text);
}

const isWritten = (byte: number) => byte > 0x21 && byte < 0x7e;
const forbidden = Buffer.from('/\\?#%');
const isWrittenInId = (byte: number) => isWritten(byte) && !forbidden.includes(byte);

function plain(text: string, isFit: (byte: number) => boolean): string {
  let written = '';
  for (const byte of Buffer.from(text)) {
    written += isFit(byte) ? String.fromCharCode(byte) : escaped(byte);
  }
  return written;
}

function escaped(byte: number): string {
  return `${byte < 0x7e ? '!' : '~'}${byte.toString(16).padStart(2, '0')}`;
}

/** No escape begins with two marks, so what is cut equals nothing that is whole. */
function bounded(written: string, text: string): string {
  if (written.length <= longest) return written;
  return `${written.slice(0, longest)}~~${createHash('sha256').update(text).digest('hex')}`;
}
