import type { ZodType } from 'zod';
import { check, refuse, shown } from '../../../contracts/complaints.js';
import { AppError } from '../../../domain/errors.js';

/** Control characters (NUL among them) and halves of surrogate pairs. */
const unfit = /[\p{Cc}\p{Cs}]/u;
const unfitInProse = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;
const maxIdLength = 512;
const maxFigure = 1e12;
/** Below this a number is seconds (until the year 5138), from here on milliseconds. */
const firstMilliseconds = 1e11;
const isoTime =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}:?\d{2}(?: UTC)?)?)?$/;

/** At most so many characters, none cut in half. */
export function shortened(text: string, maxLength: number): string {
  return text.length <= maxLength
    ? text
    : [...text.slice(0, 2 * maxLength)].slice(0, maxLength).join('');
}

export function rejected(field: string, expected: string, value: unknown): AppError {
  return new AppError('invalid', `${field}: expected ${expected}, got ${shown(value)}`);
}

/** Ids as the API takes them; a whole number counts as its digits. */
export function readId(value: unknown, field: string): string {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id === 'string' && id !== '' && id.length <= maxIdLength && !unfit.test(id)) return id;
  throw rejected(field, `1 to ${maxIdLength} characters without control characters`, value);
}

export function readLine(value: unknown, field: string, maxLength: number): string {
  const fits = typeof value === 'string' && value !== '' && value.length <= maxLength;
  if (fits && !unfit.test(value)) return value;
  throw rejected(field, `1 to ${maxLength} characters in one line`, value);
}

export function readProse(value: unknown, field: string, maxLength: number): string {
  const fits = typeof value === 'string' && value.length <= maxLength;
  if (fits && !unfitInProse.test(value)) return value;
  throw rejected(field, `at most ${maxLength} characters of text`, value);
}

/** A number, or the text of one. */
export function readFigure(value: unknown, field: string): number {
  const figure = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof figure === 'number' && Math.abs(figure) <= maxFigure) return figure;
  throw rejected(field, 'a number', value);
}

export function readPrice(value: unknown, field: string): number {
  const price = readFigure(value, field);
  if (price >= 0) return price;
  throw rejected(field, 'a price from 0', value);
}

function ofIso(text: string): number {
  const [whole, day, time = '00:00', zone = 'Z'] = isoTime.exec(text) ?? [];
  if (whole === undefined) return Number.NaN;
  return Date.parse(`${day}T${time}${zone.replace(/ ?UTC/, '') || 'Z'}`);
}

function toMilliseconds(value: unknown): number {
  if (typeof value === 'string' && !/^\d{1,16}(\.\d{1,9})?$/.test(value)) return ofIso(value);
  const figure = typeof value === 'string' ? Number(value) : value;
  if (typeof figure !== 'number') return Number.NaN;
  return figure < firstMilliseconds ? figure * 1000 : figure;
}

/** ISO 8601 (UTC where no zone is named), Go's `… +0000 UTC`, Unix seconds or milliseconds; from 1970 to `latest`. */
export function readTime(value: unknown, field: string, latest: number): number {
  const time = Math.round(toMilliseconds(value));
  if (time >= 0 && time <= latest) return time;
  throw rejected(field, 'a time from 1970 to a day from now (ISO 8601 or Unix)', value);
}

/** What the API takes in its place; for the fields of items, which are few beside events. */
export function readAs<T>(schema: ZodType<T>, value: unknown, field: string): T {
  const outcome = check(schema, value, field);
  return outcome.ok ? outcome.value : refuse(outcome.complaints);
}

/** The object in a line of JSON. */
export function readJsonObject(text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(text);
  if (isObject(value)) return value;
  throw rejected('row', 'a JSON object in one line', text);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
