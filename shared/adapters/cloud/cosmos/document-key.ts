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
  let plain = '';
  for (const byte of Buffer.from(text)) plain += written(byte);
  if (plain.length <= longest) return plain;
  // No escape begins with two marks, so what is cut equals nothing that is whole.
  return `${plain.slice(0, longest)}~~${createHash('sha256').update(text).digest('hex')}`;
}

/** The same for the id of a document, in which some characters may not stand. It keeps no order. */
export function plainId(text: string): string {
  return plainKey(text).replace(/[/\\?#%]/g, (character) => escaped('!', character.charCodeAt(0)));
}

function written(byte: number): string {
  if (byte <= 0x21) return escaped('!', byte);
  return byte >= 0x7e ? escaped('~', byte) : String.fromCharCode(byte);
}

const escaped = (mark: string, byte: number) => `${mark}${byte.toString(16).padStart(2, '0')}`;
