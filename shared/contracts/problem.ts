import { z } from 'zod';
import { AppError, type ErrorCode } from '../domain/errors.js';

/** RFC 9457 problem details, with one entry in `errors` for each thing that is wrong. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
type Problem = z.infer<typeof problemSchema>;

interface Kind {
  readonly status: number;
  readonly title: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/** The only place where a failure gets an HTTP status. */
export const problemKinds: Readonly<Record<ErrorCode | 'internal', Kind>> = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'A key is needed' },
  forbidden: { status: 403, title: 'This key does not open this route' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This route does not take this method' },
  conflict: { status: 409, title: 'The request does not fit the present state' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of a type this route does not read',
  },
  overloaded: { status: 429, title: 'Too much at once', retryAfterSeconds: 1 },
  unavailable: { status: 503, title: 'Something this needs is down', retryAfterSeconds: 5 },
  internal: { status: 500, title: 'Something went wrong here' },
};

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly retryAfterSeconds?: number;
}

/** What a client may know of a failure; of an unknown one, only that it happened. */
export function toProblem(error: unknown, instance: string): ProblemAnswer {
  const known = error instanceof AppError ? error : undefined;
  const code = known?.code ?? 'internal';
  const { status, title, retryAfterSeconds } = problemKinds[code];
  const problem: Problem = {
    type: `urn:tastemaker:problem:${code}`,
    title,
    status,
    detail: known?.message ?? 'The failure was recorded under the x-request-id of this answer.',
    instance,
    ...(known && known.complaints.length > 0 && { errors: [...known.complaints] }),
  };
  return { problem, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}
