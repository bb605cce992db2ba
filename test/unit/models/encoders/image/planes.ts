import type { Plane } from '../../../../../models/encoders/image/plane.js';
import { Scratch } from '../../../../../models/encoders/image/scratch.js';
import type { Picture } from '../../../../../shared/ports/encoders.js';

/** A plane whose values are told by column and row. */
export function plane(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): Plane {
  const values = Float32Array.from({ length: width * height }, (_, at) =>
    valueAt(at % width, Math.floor(at / width)),
  );
  return { width, height, values, scratch: new Scratch() };
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A picture whose pixels are told by column and row. */
export function picture(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    pixels.set(colourAt(at % width, Math.floor(at / width)), at * 3);
  }
  return { width, height, pixels };
}

export const mirrored = ({ width, height, pixels }: Picture): Picture =>
  picture(width, height, (x, y) => {
    const at = (y * width + width - 1 - x) * 3;
    return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  });
