import { type EmbedTexts, inferenceLimits, inferencePaths } from '../../../contracts/inference.js';
import type { VectorSpace } from '../../../domain/vector-space.js';
import type { TextEncoder } from '../../../ports/encoders.js';
import { encodeRuns } from './encode-runs.js';
import { type Connection, remoteEncoder } from './remote-encoder.js';
import { split } from './split.js';

type EncodeTexts = TextEncoder['encode'];

/** A UTF-16 unit may take six bytes of JSON. */
const jsonBytesOf = (text: string): number => 6 * text.length + 3;

const runSize = {
  maxItems: inferenceLimits.maxTexts,
  maxBytes: inferenceLimits.maxTextsBytes - 1_024,
};

/** Texts through the text encoder of the server, or through the text side of its image encoder. */
export function remoteTexts(
  connection: Connection,
  target: { readonly space: VectorSpace; readonly with: 'text' | 'image' },
  fallback: EncodeTexts | undefined,
): EncodeTexts {
  const encode = remoteEncoder<string>(connection, {
    space: target.space,
    fallback,
    toRequest: (texts) => {
      const body: EmbedTexts = { texts: [...texts], with: target.with };
      const mediaType = 'application/json';
      return { path: inferencePaths.texts, mediaType, body: JSON.stringify(body) };
    },
  });
  return async (texts, signal = new AbortController().signal) => {
    const heads = texts.map((text) => text.slice(0, inferenceLimits.maxTextLength));
    const encoded = await encodeRuns(split(heads, jsonBytesOf, runSize), encode, signal);
    const isTruncated = (is: boolean, row: number) => is || texts[row] !== heads[row];
    return { ...encoded, truncated: encoded.truncated.map(isTruncated) };
  };
}
