import { parse } from 'csv-parse/sync';
import { AppError } from '../../../domain/errors.js';
import type { Line } from './lines.js';

const maxRecordLines = 100;

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** Joins lines where a quoted field goes on in the next; a quote that is never closed costs its own line only. */
export class QuotedLines {
  #open: Line[] = [];

  take(line: Line): Line[] {
    const closes = this.#open.length > 0 && hasOddQuotes(line.text);
    if (this.#open.length === 0 && !hasOddQuotes(line.text)) return [line];
    this.#open.push(line);
    if (closes) return [this.#join(line)];
    return this.#open.length >= maxRecordLines ? this.#giveUp() : [];
  }

  finish(): Line[] {
    const lines: Line[] = [];
    while (this.#open.length > 0) lines.push(...this.#giveUp());
    return lines;
  }

  #join(last: Line): Line {
    const [first = last] = this.#open;
    const text = this.#open.map((line) => line.text).join('\n');
    const problem = this.#open.find((line) => line.problem !== undefined)?.problem;
    this.#open = [];
    const joined = { text, number: first.number, end: last.end };
    return problem === undefined ? joined : { ...joined, problem };
  }

  #giveUp(): Line[] {
    const lines = this.#open;
    this.#open = [];
    return lines.flatMap((line, index) =>
      index === 0 ? [{ problem: 'a quote is opened and not closed', ...line }] : this.take(line),
    );
  }
}

/** The fields of one record. csv-parse is asked only where quotes make it worth its cost per call. */
export function readFields(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter).map((field) => field.trim());
  try {
    const records: string[][] = parse(text, { delimiter, relax_column_count: true, trim: true });
    return records[0] ?? [];
  } catch (cause) {
    throw notCsv(cause);
  }
}

function notCsv(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('invalid', `expected CSV: ${why}`, { cause });
}

/** The delimiter that cuts the header into most columns: comma, tab or semicolon. */
export function delimiterOf(header: string): string {
  const counted = [',', '\t', ';'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
