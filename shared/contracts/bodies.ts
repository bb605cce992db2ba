import { z } from 'zod';
import type { Complaint } from '../domain/errors.js';
import { type Checked, check } from './complaints.js';

export type MediaType = 'application/json' | 'application/x-ndjson' | 'multipart/form-data';

/** How a body is read: which types it may have, what is in it, and how that is checked. */
export interface BodySpec<Body> {
  readonly mediaTypes: readonly MediaType[];
  /** What the documentation shows. */
  readonly schema: z.ZodType;
  readonly isOptional: boolean;
  readonly maxSizeBytes: number;
  readonly example?: unknown;
  /** `text` is only empty where the body is optional. */
  parse(text: string, mediaType: MediaType): Checked<Body>;
  /** How the same is read from a form; present where `mediaTypes` has `multipart/form-data`. */
  readonly form?: FormSpec<Body>;
}

/** The fields of a form by name; values of one name are joined by commas, as in a query string. */
type FormFields = Readonly<Record<string, string | Uint8Array>>;

/** A form of which one field may be a file. */
export interface FormSpec<Body> {
  readonly fileField: string;
  readonly maxFileSizeBytes: number;
  /** What the documentation shows, the file among the fields. */
  readonly schema: z.ZodType;
  parse(fields: FormFields): Checked<Body>;
}

const defaultMaxSizeBytes = 1_048_576;
const maxRows = 1000;

/** One JSON value. */
export function jsonBody<T>(
  schema: z.ZodType<T>,
  example?: unknown,
  maxSizeBytes = defaultMaxSizeBytes,
): BodySpec<T> {
  return {
    mediaTypes: ['application/json'],
    schema,
    isOptional: schema.safeParse(undefined).success,
    maxSizeBytes,
    example,
    parse: (text) => {
      if (text.trim() === '') return check(schema, undefined);
      const json = parseJson(text);
      return json.ok ? check(schema, json.value) : json;
    },
  };
}

interface GoodRow<T> {
  readonly index: number;
  readonly value: T;
}
interface BadRow {
  readonly index: number;
  /** The row's own id, where one can be read. */
  readonly id?: string;
  readonly errors: readonly Complaint[];
}
/** Rows apart: the good land though others are bad. */
export interface Rows<T> {
  readonly good: readonly GoodRow<T>[];
  readonly bad: readonly BadRow[];
}

const badRowSchema = z.object({
  index: z.int().meta({ description: 'Place in the batch, from 0' }),
  id: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
});

export const batchOutcomeSchema = z.object({
  accepted: z.int(),
  rejected: z.array(badRowSchema),
});

/** One row, an array of 1 to 1,000, or as many lines of NDJSON. A single bad row is a bad request. */
export function rowsBody<T>(row: z.ZodType<T>, example?: unknown): BodySpec<Rows<T>> {
  return {
    mediaTypes: ['application/json', 'application/x-ndjson'],
    schema: z.union([row, z.array(row).min(1).max(maxRows)]),
    isOptional: false,
    maxSizeBytes: defaultMaxSizeBytes,
    example,
    parse: (text, mediaType) =>
      mediaType === 'application/x-ndjson' ? parseLines(row, text) : parseRows(row, text),
  };
}

function parseRows<T>(row: z.ZodType<T>, text: string): Checked<Rows<T>> {
  const json = parseJson(text);
  if (!json.ok) return json;
  if (Array.isArray(json.value)) {
    const inputs = json.value.map((value: unknown) => ({ ok: true as const, value }));
    return sort(row, inputs);
  }
  const one = check(row, json.value);
  return one.ok ? { ok: true, value: { good: [{ index: 0, value: one.value }], bad: [] } } : one;
}

function parseLines<T>(row: z.ZodType<T>, text: string): Checked<Rows<T>> {
  const lines = text.split('\n').filter((each) => each.trim() !== '');
  return sort(row, lines.slice(0, maxRows + 1).map(parseJson));
}

function sort<T>(row: z.ZodType<T>, inputs: readonly Checked<unknown>[]): Checked<Rows<T>> {
  if (inputs.length === 0) return wrong('expected at least one row, got none');
  if (inputs.length > maxRows) return wrong(`expected at most ${maxRows} rows, got more`);
  const good: GoodRow<T>[] = [];
  const bad: BadRow[] = [];
  inputs.forEach((input, index) => {
    const checked = input.ok ? check(row, input.value) : input;
    if (checked.ok) good.push({ index, value: checked.value });
    else bad.push({ index, ...idOf(input), errors: checked.complaints });
  });
  return { ok: true, value: { good, bad } };
}

function idOf(input: Checked<unknown>): { readonly id?: string } {
  if (!input.ok || typeof input.value !== 'object' || input.value === null) return {};
  const id: unknown = 'id' in input.value ? input.value.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? { id: String(id).slice(0, 512) } : {};
}

const wrong = (message: string, path = ''): Checked<never> => ({
  ok: false,
  complaints: [{ path, message }],
});

function parseJson(text: string): Checked<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    const path = mayNamePrototype(text) ? prototypePath(value) : undefined;
    return path === undefined ? { ok: true, value } : wrong('unknown field', path);
  } catch (error) {
    return wrong(`expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** zod passes over a key of this name in records, so it is looked for here; an escape may hide it. */
const mayNamePrototype = (text: string) => text.includes('__proto__') || text.includes('\\u005');

const maxDepth = 64;

function prototypePath(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value !== 'object' || value === null || path.length > maxDepth) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key];
    if (key === '__proto__') return here.join('.');
    const found = prototypePath(inner, here);
    if (found !== undefined) return found;
  }
  return undefined;
}
