import { describe, expect, it } from 'vitest';
import type { TextEncoder } from '../../shared/ports/encoders.js';

/** What every text encoder must do. `open` gives a new one each time; the suite closes it. */
export function textEncoderSuite(name: string, open: () => Promise<TextEncoder>): void {
  const withEncoder = async (work: (encoder: TextEncoder) => Promise<void>) => {
    const encoder = await open();
    try {
      await work(encoder);
    } finally {
      await encoder.close();
    }
  };
  const rows = async (encoder: TextEncoder, texts: readonly string[]) => {
    const { dimensions } = encoder.space;
    const { vectors } = await encoder.encode(texts);
    return texts.map((_, row) => vectors.slice(row * dimensions, (row + 1) * dimensions));
  };

  describe(`${name} encodes texts`, () => {
    it('as vectors of unit length, one for each, in the order given', () =>
      withEncoder(async (encoder) => {
        const texts = ['blue mug', 'leather', 'red shoe and blue ceramic mug', 'mug', '가나다'];
        const together = await rows(encoder, texts);
        expect(together).toHaveLength(texts.length);
        for (const [at, text] of texts.entries()) {
          const [alone = new Float32Array()] = await rows(encoder, [text]);
          expect(Math.hypot(...alone)).toBeCloseTo(1, 4);
          expect(cosine(alone, together[at] ?? alone)).toBeGreaterThan(0.99);
        }
      }));

    it('none as none', () =>
      withEncoder(async (encoder) => {
        expect(await encoder.encode([])).toEqual({ vectors: new Float32Array(0), truncated: [] });
      }));

    it('that are too long by their beginning, and says which', () =>
      withEncoder(async (encoder) => {
        const { truncated } = await encoder.encode(['mug', 'mug '.repeat(2_000), 'shoe']);
        expect(truncated).toEqual([false, true, false]);
      }));

    it('many at a time, equal ones equally', () =>
      withEncoder(async (encoder) => {
        const texts = Array.from({ length: 150 }, (_, at) => (at % 2 ? 'blue mug' : 'red shoe'));
        const vectors = await rows(encoder, texts);
        const [shoe = new Float32Array(), mug = shoe] = vectors;
        vectors.forEach((vector, at) => {
          expect(cosine(vector, at % 2 ? mug : shoe)).toBeGreaterThan(0.99);
        });
      }));

    it('not for somebody who has left', () =>
      withEncoder(async (encoder) => {
        const left = new Error('left');
        await expect(encoder.encode(['mug'], AbortSignal.abort(left))).rejects.toBe(left);
        const leaving = new AbortController();
        const encoding = encoder.encode(['mug', 'shoe'], leaving.signal);
        leaving.abort(left);
        await expect(encoding).rejects.toBe(left);
      }));

    it('no more once it is closed', async () => {
      const encoder = await open();
      await encoder.encode(['mug']);
      await encoder.close();
      await expect(encoder.encode(['mug'])).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
}

/** Of vectors of unit length. */
function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
