import { z } from 'zod';
import { type BodySpec, jsonBody } from './bodies.js';
import { check } from './complaints.js';

/** A file among the fields of a form. */
export const fileField = z
  .instanceof(Uint8Array, { error: 'expected a file' })
  .meta({ type: 'string', format: 'binary' });

/** One request, as a form with a file in it or as JSON without one. */
export function formOrJsonBody<T>(request: {
  /** A strict object whose field `file` is the file; all others are texts, as in a query string. */
  readonly form: z.ZodType<T>;
  readonly json: z.ZodType<T>;
  readonly maxFileSizeBytes: number;
  readonly example?: unknown;
}): BodySpec<T> {
  const { form, json, maxFileSizeBytes, example } = request;
  return {
    ...jsonBody(json, example),
    mediaTypes: ['multipart/form-data', 'application/json'],
    form: {
      fileField: 'file',
      maxFileSizeBytes,
      schema: form,
      parse: (fields) => check(form, fields),
    },
  };
}
