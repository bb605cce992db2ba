/** Why the inference server gave no vectors. */
export class InferenceFault extends Error {
  override readonly name = 'InferenceFault';
  /** Of the answer, where there was one. */
  readonly status: number | undefined;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** Whether the same request may well succeed in a moment. */
  readonly isRepeatable: boolean;

  constructor(
    message: string,
    facts: {
      readonly status?: number;
      readonly retryAfterMs?: number | undefined;
      readonly isRepeatable: boolean;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: facts.cause });
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.isRepeatable = facts.isRepeatable;
  }

  get isOverload(): boolean {
    return this.status === 429;
  }

  /** Whether other requests would fail alike: it is not busy, nor is it this request that is wrong. */
  get isOfServer(): boolean {
    return !this.isOverload && this.status !== 400 && this.status !== 413;
  }
}
