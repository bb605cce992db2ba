import { AppError } from '../../../domain/errors.js';

export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isNumber: Check = (value) => typeof value === 'number';
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
export const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    values.some((each) => each === value);
export const objectOf =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([field, check]) =>
      check((value as Readonly<Record<string, unknown>>)[field]),
    );

/** What must be true of each field of a record. */
export type RecordFields<T> = readonly (readonly [keyof T, Check])[];

export function text(value: unknown): string {
  if (typeof value !== 'string') throw unreadable('a text', value);
  return value;
}

export function number(value: unknown): number {
  if (typeof value !== 'number') throw unreadable('a number', value);
  return value;
}

/** An object as JSON, each of whose fields was looked at. */
export function record<T>(what: string, fields: RecordFields<T>, column: unknown): T {
  const value = parsed(column);
  for (const [field, check] of fields) {
    if (!check((value as Partial<T>)[field])) {
      throw unreadable(`${what}'s ${String(field)}`, column);
    }
  }
  return value as T;
}

export function parsed(column: unknown): unknown {
  const value = fromJson(column);
  if (!isObject(value)) throw unreadable('a record', column);
  return value;
}

export function ids(column: unknown): readonly string[] {
  const value = fromJson(column);
  if (!isTexts(value)) throw unreadable('a list of ids', column);
  return value as readonly string[];
}

/** Undefined where the column holds no JSON. */
export function fromJson(column: unknown): unknown {
  try {
    return JSON.parse(text(column));
  } catch {
    return undefined;
  }
}

export function unreadable(expected: string, value: unknown): AppError {
  const found = String(value).slice(0, 80);
  return new AppError(
    'unavailable',
    `The store holds something else than ${expected}: ${found}. Restore its folder from a copy`,
  );
}
