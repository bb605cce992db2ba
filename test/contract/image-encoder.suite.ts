import { describe, expect, it } from 'vitest';
import type { ImageEncoder, Picture } from '../../shared/ports/encoders.js';

/** What every image encoder must do. `open` gives a new one each time; the suite closes it. */
export function imageEncoderSuite(name: string, open: () => Promise<ImageEncoder>): void {
  const withEncoder = async (work: (encoder: ImageEncoder) => Promise<void>) => {
    const encoder = await open();
    try {
      await work(encoder);
    } finally {
      await encoder.close();
    }
  };
  const encode = async (encoder: ImageEncoder, pictures: readonly Picture[]) => {
    const { dimensions } = encoder.space;
    const { vectors } = await encoder.encode(pictures);
    return pictures.map((_, row) => vectors.slice(row * dimensions, (row + 1) * dimensions));
  };

  describe(`${name} encodes pictures`, () => {
    it('as vectors of unit length, one for each, in the order given', () =>
      withEncoder(async (encoder) => {
        const pictures = [square(60, 40), square(17, 90), square(64, 64, 200), square(1, 1)];
        const together = await encode(encoder, pictures);
        for (const [at, picture] of pictures.entries()) {
          const [alone = new Float32Array()] = await encode(encoder, [picture]);
          expect(alone).toHaveLength(encoder.space.dimensions);
          expect(Math.hypot(...alone)).toBeCloseTo(1, 4);
          expect(cosine(alone, together[at] ?? alone)).toBeGreaterThan(0.99);
        }
      }));

    it('of the size that it wants, and leaves them as they are', () =>
      withEncoder(async (encoder) => {
        const picture = square(encoder.pictureSize, encoder.pictureSize);
        const before = picture.pixels.slice();
        expect((await encoder.encode([picture])).vectors).toHaveLength(encoder.space.dimensions);
        expect(Buffer.compare(picture.pixels, before)).toBe(0);
      }));

    it('none as none', () =>
      withEncoder(async (encoder) => {
        expect((await encoder.encode([])).vectors).toHaveLength(0);
      }));

    it('not for somebody who has left', () =>
      withEncoder(async (encoder) => {
        const left = new Error('left');
        await expect(encoder.encode([square(9, 9)], AbortSignal.abort(left))).rejects.toBe(left);
      }));

    it('and texts in the same space, where it can', () =>
      withEncoder(async (encoder) => {
        const encoded = await encoder.encodeTexts?.(['blue mug', 'mug '.repeat(2_000)]);
        if (!encoded) return;
        expect(encoded.vectors).toHaveLength(2 * encoder.space.dimensions);
        expect(encoded.truncated).toEqual([false, true]);
      }));
  });
}

/** A dark square in the middle of a light ground. */
function square(width: number, height: number, ground = 240): Picture {
  const pixels = new Uint8Array(width * height * 3).fill(ground);
  for (let y = Math.floor(height / 4); y < (height * 3) / 4; y += 1) {
    for (let x = Math.floor(width / 4); x < (width * 3) / 4; x += 1) {
      pixels.set([60, 30, 20], (y * width + x) * 3);
    }
  }
  return { width, height, pixels };
}

/** Of vectors of unit length. */
function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
