/** Every failure the application can name. The edge maps `code` to a status; nothing else does. */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'too-large'
  | 'unsupported-media-type'
  | 'overloaded'
  | 'unavailable';

/** One thing that is wrong with an input: `path` is dotted (`events.3.ts`), empty for the whole. */
export interface Complaint {
  readonly path: string;
  readonly message: string;
}

/** A failure with a name. The message says what was wrong, what was expected, and the value. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly complaints: readonly Complaint[];

  constructor(
    code: ErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly complaints?: readonly Complaint[] },
  ) {
    super(message, options);
    this.code = code;
    this.complaints = options?.complaints ?? [];
  }
}
