import type { EncodedTexts } from '../../../ports/encoders.js';

/** Runs of one call that are under way at a time; the places left over are for other callers. */
const atOnce = 4;

/** Encodes run after run and puts their rows together in order. The first failure stops the others and is thrown. */
export async function encodeRuns<Item>(
  runs: readonly (readonly Item[])[],
  encode: (run: readonly Item[], signal: AbortSignal) => Promise<EncodedTexts>,
  signal: AbortSignal,
): Promise<EncodedTexts> {
  const encoded: EncodedTexts[] = [];
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const left = runs.entries();
  const work = async () => {
    for (const [at, run] of left) encoded[at] = await encode(run, either);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, runs.length) }, work));
  } catch (error) {
    stop.abort(error);
    throw error;
  }
  return joined(encoded);
}

function joined(encoded: readonly EncodedTexts[]): EncodedTexts {
  const [first] = encoded;
  if (first !== undefined && encoded.length === 1) return first;
  const vectors = new Float32Array(encoded.reduce((sum, each) => sum + each.vectors.length, 0));
  let at = 0;
  for (const each of encoded) {
    vectors.set(each.vectors, at);
    at += each.vectors.length;
  }
  return { vectors, truncated: encoded.flatMap((each) => each.truncated) };
}
