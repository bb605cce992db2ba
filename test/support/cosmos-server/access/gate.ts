/** What a request is checked against. */
export interface Gate {
  /** The account's master key, in base64. */
  readonly key: string;
  /** What a token may be for. */
  readonly audiences: readonly string[];
  nowMs(): number;
}
