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

/** One row of many that did not land. */
export interface FailedRow {
  /** Its place among the rows given. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Some rows of a write did not land, the others did; to write all of them again is harmless. Has the code of the first. */
export class RowsFailed extends AppError {
  readonly rows: readonly FailedRow[];

  constructor(rows: readonly [FailedRow, ...FailedRow[]], total: number) {
    const [{ code, message }] = rows;
    const complaints = rows.map((row) => ({ path: String(row.index), message: row.message }));
    super(code, `${rows.length} of ${total} rows were not written: ${message}`, { complaints });
    this.rows = rows;
  }
}
