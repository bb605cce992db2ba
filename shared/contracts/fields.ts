import { z } from 'zod';
import { AppError } from '../domain/errors.js';
import { fieldNames } from '../domain/filter/field.js';
import { parseInstant } from '../domain/filter/instant.js';
import { parseFilter } from '../domain/filter/parse.js';
import type { Attributes } from '../domain/item.js';

/** Control characters (NUL among them) and halves of surrogate pairs: no store keeps them faithfully. */
const unfit = /[\p{Cc}\p{Cs}]/u;
const unfitInProse = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;

/** One line of text. */
export const line = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((value) => !unfit.test(value), 'expected text without control characters');

/** Whether there is a character that can be seen. */
const isVisible = (text: string) => /[^\p{C}\p{Z}\s]/u.test(text);
const blank = 'expected text that is not blank';

/** One line with something in it. */
export const visibleLine = (maxLength: number) => line(maxLength).refine(isVisible, blank);

/** Text that may have line breaks and tabs, and may be empty. */
export const prose = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => !unfitInProse.test(value), 'expected text without control characters');

/** The same with something in it. */
export const visibleProse = (maxLength: number) => prose(maxLength).refine(isVisible, blank);

/** Slashes, spaces and all of Unicode are welcome; in a path they are percent-encoded. */
export const idField = line(512);

/** An id that may come as an integer and is then given back as one. */
export const numericIdField = z.union(
  [z.int(), idField],
  'expected an integer or text of 1 to 512 characters',
);

/** Kept as `Date.now()` figures inside. */
const dayMs = 86_400_000;
/** Below this a number is seconds (until the year 5138), from here on milliseconds. */
const firstMilliseconds = 1e11;

function toMilliseconds(raw: unknown): number {
  if (typeof raw === 'number') return Math.abs(raw) < firstMilliseconds ? raw * 1000 : raw;
  return (typeof raw === 'string' ? parseInstant(raw) : undefined) ?? Number.NaN;
}

/** ISO 8601 (UTC where no zone is named) or Unix seconds or milliseconds; from 1970 to a day from now. */
export const timeField = z
  .unknown()
  .transform((raw, context) => {
    const time = Math.round(toMilliseconds(raw));
    if (time >= 0 && time <= Date.now() + dayMs) return time;
    const expected =
      'an ISO 8601 time or Unix seconds or milliseconds, from 1970 to a day from now';
    context.addIssue({ code: 'custom', message: `expected ${expected}`, input: raw });
    return z.NEVER;
  })
  .meta({
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'number' }],
    description: 'ISO 8601, Unix seconds or Unix milliseconds',
    examples: ['2026-01-31T09:30:00Z'],
  });

export const moneyField = z.number().min(0).max(1e12);
export const figureField = z.number().min(-1e12).max(1e12);

/** Absolute http(s), or a path from the origin's root. */
export const urlField = line(2048).refine(
  (value) => (value.startsWith('/') && !value.startsWith('//')) || isWebAddress(value),
  'expected an http(s) address or a path that begins with /',
);

function isWebAddress(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

/** Absolute http(s). */
export const webAddressField = line(2048).refine(isWebAddress, 'expected an http(s) address');

const maxAttributes = 64;
const reserved = new Set(['__proto__', 'constructor', 'prototype']);
const attributeName = line(64).refine((name) => !reserved.has(name), 'expected another field name');
const attributeValue = z.union(
  [
    prose(2000),
    figureField,
    z.boolean(),
    z.null(),
    z.array(z.union([prose(200), figureField], 'expected text or a number')).max(100),
  ],
  'expected text, a number, true, false, null, or a list of at most 100 texts and numbers',
);

export const attributesField: z.ZodType<Attributes> = z
  .record(attributeName, attributeValue)
  .refine((value) => Object.keys(value).length <= maxAttributes, {
    error: `expected at most ${maxAttributes} fields`,
  })
  .meta({ examples: [{ colour: 'blue' }] });

/** A whole number in a query string. */
function queryInteger(range: {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
}) {
  const { min, max, fallback } = range;
  return z
    .unknown()
    .transform((raw, context) => {
      const value = typeof raw === 'string' && /^-?\d{1,12}$/.test(raw) ? Number(raw) : Number.NaN;
      if (value >= min && value <= max) return value;
      const message = `expected a whole number from ${min} to ${max}`;
      context.addIssue({ code: 'custom', message, input: raw });
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum: min, maximum: max })
    .default(fallback)
    .meta({ default: fallback });
}

/** A number in a query string, fractions allowed. */
export function queryNumber(range: { readonly min: number; readonly max: number }) {
  const { min, max } = range;
  return z
    .unknown()
    .transform((raw, context) => {
      const isNumber = typeof raw === 'string' && /^-?\d{1,12}(\.\d{1,12})?$/.test(raw);
      const value = isNumber ? Number(raw) : Number.NaN;
      if (value >= min && value <= max) return value;
      const message = `expected a number from ${min} to ${max}`;
      context.addIssue({ code: 'custom', message, input: raw });
      return z.NEVER;
    })
    .meta({ type: 'number', minimum: min, maximum: max });
}

/** Values joined by commas in a query string. */
export function commaList<T>(value: z.ZodType<T, string>, maxCount: number) {
  return z
    .string()
    .transform((joined) => joined.split(',').filter((each) => each !== ''))
    .pipe(z.array(value).max(maxCount));
}

export const limitQuery = queryInteger({ min: 1, max: 100, fallback: 20 });
export const offsetQuery = queryInteger({ min: 0, max: 10_000, fallback: 0 });
export const topKQuery = queryInteger({ min: 1, max: 100, fallback: 10 });

/** Text in a small language; a mistake becomes a complaint that points at the character. */
export function inLanguage<T>(parse: (source: string) => T) {
  return z.string().transform((source, context): T => {
    try {
      return parse(source);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      context.addIssue({ code: 'custom', message: error.message, params: { showsInput: true } });
      return z.NEVER;
    }
  });
}

/** An expression over item fields, parsed. */
export const filterField = inLanguage(parseFilter).meta({
  description: `Tests of item fields joined by and, or, not and parentheses: = != < <= > >=, in ('a', 'b'), has for lists, is null, is not null. Text stands in single quotes (two for one inside), times as date '2026-01-31'. A test of a missing field, and its negation, let nothing pass. Fields: ${fieldNames.join(', ')}`,
  examples: ["price < 30 and categories has 'mugs' and not seller = 'x'"],
});
