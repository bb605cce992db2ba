/** Where in the text of a query an error lies, in characters, end exclusive. */
export interface SqlLocation {
  readonly start: number;
  readonly end: number;
}

/**
 * A query that the service refuses: HTTP 400 with the service's own code and wording, as it puts them into
 * `{"errors": [{"severity", "location", "code", "message"}]}` (seen in answers quoted in public issues).
 */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly status = 400;
  readonly code: string;
  readonly location: SqlLocation | undefined;

  constructor(code: string, message: string, location?: SqlLocation) {
    super(message);
    this.code = code;
    this.location = location;
  }

  /** The body of the service's answer. */
  toBody(): { readonly code: 'BadRequest'; readonly message: string } {
    const error = {
      severity: 'Error',
      ...(this.location === undefined ? {} : { location: this.location }),
      code: this.code,
      message: this.message,
    };
    return { code: 'BadRequest', message: JSON.stringify({ errors: [error] }) };
  }
}

/** The error of a text that is not in the grammar. */
export function syntaxError(near: string, location: SqlLocation): SqlError {
  return new SqlError('SC1001', `Syntax error, incorrect syntax near '${near}'.`, location);
}
