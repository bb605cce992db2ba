import type { ImageEncoder, Picture, TextEncoder } from '../../shared/ports/encoders.js';

/** Scales to unit length in place, unless it is all zeros. */
function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function joined(rows: readonly Float32Array[], dimensions: number): Float32Array {
  const vectors = new Float32Array(rows.length * dimensions);
  rows.forEach((row, at) => {
    vectors.set(row, at * dimensions);
  });
  return vectors;
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** By the three letters that follow each other; of a text only the first eight words. Remembers what it was given. */
export function tinyTextEncoder(): TextEncoder & { readonly asked: (readonly string[])[] } {
  const dimensions = 256;
  const asked: (readonly string[])[] = [];
  const vectorOf = (text: string) => {
    const vector = new Float32Array(dimensions);
    for (const word of wordsOf(text).slice(0, 8)) {
      const letters = ` ${word} `;
      for (let at = 0; at + 3 <= letters.length; at += 1) {
        let hash = 7;
        for (const letter of letters.slice(at, at + 3)) {
          hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
        }
        const place = hash % dimensions;
        vector[place] = (vector[place] ?? 0) + 1;
      }
    }
    return toUnitLength(vector);
  };
  return {
    asked,
    space: { model: 'tiny-text', version: '1', dimensions },
    async encode(texts, signal) {
      signal?.throwIfAborted();
      asked.push(texts);
      return {
        vectors: joined(texts.map(vectorOf), dimensions),
        truncated: texts.map((text) => wordsOf(text).length > 8),
      };
    },
    close: async () => undefined,
  };
}

const colourWords = new Map([
  ['red', [1, 0, 0]],
  ['green', [0, 1, 0]],
  ['blue', [0, 0, 1]],
]);

/** By the colour of each quarter; `readsTexts`: knows the names of three colours. */
export function tinyImageEncoder(readsTexts = false): ImageEncoder {
  const dimensions = 12;
  const ofText = (text: string) => {
    const colour = colourWords.get(wordsOf(text).at(-1) ?? '') ?? [0, 0, 0];
    return toUnitLength(Float32Array.from([...colour, ...colour, ...colour, ...colour]));
  };
  return {
    space: { model: 'tiny-image', version: '1', dimensions },
    pictureSize: 16,
    encode: async (pictures) => ({ vectors: joined(pictures.map(ofPicture), dimensions) }),
    ...(readsTexts && {
      encodeTexts: async (texts: readonly string[]) => ({
        vectors: joined(texts.map(ofText), dimensions),
        truncated: texts.map(() => false),
      }),
    }),
    close: async () => undefined,
  };
}

function ofPicture({ width, height, pixels }: Picture): Float32Array {
  const vector = new Float32Array(12);
  for (let at = 0; at < width * height; at += 1) {
    const quarter = (at % width >= width / 2 ? 1 : 0) + (at >= (width * height) / 2 ? 2 : 0);
    for (let channel = 0; channel < 3; channel += 1) {
      const place = quarter * 3 + channel;
      vector[place] = (vector[place] ?? 0) + (pixels[at * 3 + channel] ?? 0) / 255;
    }
  }
  return toUnitLength(vector);
}
