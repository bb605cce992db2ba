import { isUtf8 } from 'node:buffer';
import type { DatasetPosition } from '../../../ports/dataset.js';

/** A line, or the lines that a quoted field spans, without the line break at its end. */
export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Where it and its line break end in the content. */
  readonly end: DatasetPosition;
  /** Why it cannot be used, whatever the format. */
  readonly problem?: string;
}

export type TextEncoding = 'utf8' | 'latin1';

const newline = 10;
const byteOrderMark = '\uFEFF';
const shownOfHugeLine = 200;

/** Longest line that is looked at; no format needs a session of 4 MiB. */
const maxLineBytes = 4 * 1024 * 1024;

/** Cuts chunks of bytes into lines, holding back at most one line. */
export class LineSplitter {
  readonly #encoding: TextEncoding;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isTooLong = false;
  #end: DatasetPosition;

  constructor(encoding: TextEncoding, from: DatasetPosition) {
    this.#encoding = encoding;
    this.#end = from;
  }

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      this.#hold(chunk.subarray(start, end));
      lines.push(this.#release(1));
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
    return lines;
  }

  /** The last line, where no line break ends it. */
  finish(): Line[] {
    return this.#heldBytes > 0 ? [this.#release(0)] : [];
  }

  #hold(piece: Buffer): void {
    this.#heldBytes += piece.length;
    this.#isTooLong = this.#heldBytes > maxLineBytes;
    // Of a line that is refused anyway only its beginning is kept, to be shown.
    if (!this.#isTooLong) this.#held.push(piece);
    else this.#held = [Buffer.from((this.#held[0] ?? piece).subarray(0, shownOfHugeLine))];
  }

  #release(breakBytes: number): Line {
    const bytes = this.#held.length === 1 ? this.#held[0] : Buffer.concat(this.#held);
    this.#end = {
      bytes: this.#end.bytes + this.#heldBytes + breakBytes,
      lines: this.#end.lines + 1,
    };
    const line = this.#decode(bytes ?? Buffer.alloc(0));
    this.#held = [];
    this.#heldBytes = 0;
    this.#isTooLong = false;
    return line;
  }

  #decode(bytes: Buffer): Line {
    const text = withoutMarks(bytes.toString(this.#encoding), this.#end.lines);
    const line = { text, number: this.#end.lines, end: this.#end };
    if (this.#isTooLong) return { ...line, problem: `longer than ${maxLineBytes} bytes` };
    if (text.includes('\uFFFD') && !isUtf8(bytes)) return { ...line, problem: 'not valid UTF-8' };
    return line;
  }
}

/** What makes no part of the text: a carriage return before the line break, a byte order mark before all. */
function withoutMarks(text: string, number: number): string {
  const start = number === 1 && text.startsWith(byteOrderMark) ? 1 : 0;
  return text.slice(start, text.endsWith('\r') ? -1 : text.length);
}
