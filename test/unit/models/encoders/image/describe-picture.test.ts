import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPictureDescriber } from '../../../../../models/encoders/image/describe-picture.js';
import { makeProducts } from '../../../../../shared/domain/sample-shop/catalogue/products.js';
import { drawPicture } from '../../../../../shared/domain/sample-shop/picture/draw-picture.js';
import type { Picture } from '../../../../../shared/ports/encoders.js';
import { type Colour, mirrored, picture } from './planes.js';

const describePicture = createPictureDescriber();
const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
const likeness = (a: Picture, b: Picture) => dot(describePicture(a), describePicture(b));

const white: Colour = [250, 250, 250];
const blue: Colour = [40, 70, 200];
const disc = (colour: Colour, ground = white) =>
  picture(96, 96, (x, y) => (Math.hypot(x - 48, y - 48) < 30 ? colour : ground));
const bar = (colour: Colour, ground = white) =>
  picture(96, 96, (x, y) => (Math.abs(x - 48) < 10 && Math.abs(y - 48) < 40 ? colour : ground));

describe('A picture', () => {
  it('of any size and content is a vector of unit length, always the same', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      seed: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(sizes, ({ width, height, seed }) => {
        const any = picture(width, height, (x, y) => [
          ...([(x * 37 + seed) % 256, (y * 91 + seed) % 256, (x * y + seed) % 256] as const),
        ]);
        const vector = describePicture(any);
        expect(vector).toHaveLength(512);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
        expect(describePicture(any)).toEqual(vector);
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, Colour]>([
    ['white', [255, 255, 255]],
    ['black', [0, 0, 0]],
    ['red', [255, 0, 0]],
  ])('that is nothing but %s is its colour', (_, colour) => {
    expect(Math.hypot(...describePicture(picture(20, 20, () => colour)))).toBeCloseTo(1, 4);
    expect(
      likeness(
        picture(20, 20, () => colour),
        picture(9, 14, () => colour),
      ),
    ).toBeCloseTo(1, 3);
    expect(
      likeness(
        picture(20, 20, () => colour),
        picture(20, 20, () => blue),
      ),
    ).toBeLessThan(0.5);
  });

  it('is like what has its shape, on whatever ground and in whatever place', () => {
    const moved = picture(96, 96, (x, y) => (Math.hypot(x - 40, y - 52) < 24 ? blue : white));
    const onBrown = disc(blue, [120, 80, 40]);
    for (const other of [moved, onBrown]) {
      expect(likeness(disc(blue), other)).toBeGreaterThan(0.9);
      expect(likeness(disc(blue), other)).toBeGreaterThan(likeness(disc(blue), bar(blue)) + 0.2);
    }
  });

  it('is more like its own colour than like another', () => {
    expect(likeness(disc(blue), disc([50, 80, 190]))).toBeGreaterThan(
      likeness(disc(blue), disc([200, 60, 40])) + 0.05,
    );
  });

  it('is the same as its mirror image', () => {
    const boot = picture(80, 80, (x, y) =>
      (x > 20 && x < 40 && y > 10 && y < 70) || (x >= 40 && x < 65 && y > 50 && y < 70)
        ? blue
        : white,
    );
    expect(likeness(boot, mirrored(boot))).toBeGreaterThan(0.995);
  });
});

describe('The pictures of the sample shop', () => {
  async function draw(): Promise<
    readonly { kind: string; colour: string; vector: Float32Array }[]
  > {
    const products = makeProducts(1, 0).filter((_, at) => at < 400 && at % 50 < 8);
    return Promise.all(
      products.map(async ({ item, category, colour }) => ({
        ...{ kind: category.name, colour },
        vector: describePicture(await rasterise(drawPicture(item) ?? '')),
      })),
    );
  }

  async function rasterise(svg: string): Promise<Picture> {
    const image = sharp(Buffer.from(svg)).resize(128).removeAlpha().raw();
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: data };
  }

  it('have their own category next to them, and in it their own colour first', async () => {
    const drawn = await draw();
    let [ofKind, asked, ofColour, coloured] = [0, 0, 0, 0];
    for (const each of drawn) {
      const others = drawn.filter((other) => other !== each);
      const ranked = others.toSorted(
        (a, b) => dot(each.vector, b.vector) - dot(each.vector, a.vector),
      );
      asked += 5;
      ofKind += ranked.slice(0, 5).filter(({ kind }) => kind === each.kind).length;
      const mates = ranked.filter(({ kind }) => kind === each.kind);
      if (!mates.some(({ colour }) => colour === each.colour)) continue;
      coloured += 1;
      if (mates[0]?.colour === each.colour) ofColour += 1;
    }
    expect(ofKind / asked).toBeGreaterThan(0.9);
    expect(ofColour / coloured).toBeGreaterThan(0.75);
  });
});
