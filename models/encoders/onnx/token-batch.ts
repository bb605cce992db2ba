/** Texts as a model reads them. */
export interface TokenBatch {
  /** texts × tokens, row-major, filled up to the longest text. */
  readonly ids: BigInt64Array;
  /** 1 where there is a token, 0 where the row is filled up. */
  readonly mask: BigInt64Array;
  readonly dims: readonly [texts: number, tokens: number];
  readonly truncated: readonly boolean[];
}

export interface Tokenisation {
  /** With the marks of beginning and end. */
  readonly encode: (text: string) => readonly number[];
  /** What rows are filled up with. */
  readonly padding: number;
  readonly maxTokens: number;
}

/** No token is made of more letters than this, so what lies beyond need not be looked at. */
const lettersPerToken = 32;

/** Texts of more than `maxTokens` are cut and keep the mark of the end. */
export function toTokens(texts: readonly string[], tokenisation: Tokenisation): TokenBatch {
  const read = texts.map((text) => readTokens(text, tokenisation));
  const tokens = Math.max(1, ...read.map(({ ids }) => ids.length));
  const ids = new BigInt64Array(texts.length * tokens).fill(BigInt(tokenisation.padding));
  const mask = new BigInt64Array(texts.length * tokens);
  read.forEach((row, at) => {
    ids.set(BigInt64Array.from(row.ids, BigInt), at * tokens);
    mask.fill(1n, at * tokens, at * tokens + row.ids.length);
  });
  const truncated = read.map((row) => row.isTruncated);
  return { ids, mask, dims: [texts.length, tokens], truncated };
}

function readTokens(text: string, { encode, maxTokens }: Tokenisation) {
  const lettersRead = maxTokens * lettersPerToken;
  const ids = encode(text.slice(0, lettersRead));
  if (ids.length <= maxTokens) return { ids, isTruncated: text.length > lettersRead };
  return { ids: [...ids.slice(0, maxTokens - 1), ...ids.slice(-1)], isTruncated: true };
}
