import type { Picture } from '../../../shared/ports/encoders.js';
import { singleAt } from '../../numeric/read.js';
import type { Plane } from './plane.js';
import type { Scratch } from './scratch.js';

/** A picture in CIELAB, white D65, where equal distances look about equally far apart. */
export interface LabPicture {
  /** 0 to 100. */
  readonly lightness: Plane;
  /** Green to red, about ±100. */
  readonly greenRed: Plane;
  /** Blue to yellow, about ±100. */
  readonly blueYellow: Plane;
}

/** Linear light of each sRGB value (IEC 61966-2-1). */
const linear = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** CIE 15: the cube root, straight near zero. */
const bend = (light: number) =>
  light > 0.008856 ? Math.cbrt(light) : 7.787 * light + 0.13793103448;

export function toLab({ width, height, pixels }: Picture, scratch: Scratch): LabPicture {
  const plane = () => ({ width, height, values: scratch.take(width * height), scratch });
  const [lightness, greenRed, blueYellow] = [plane(), plane(), plane()];
  for (let at = 0; at < width * height; at += 1) {
    const red = singleAt(linear, pixels[3 * at] ?? 0);
    const green = singleAt(linear, pixels[3 * at + 1] ?? 0);
    const blue = singleAt(linear, pixels[3 * at + 2] ?? 0);
    const x = bend((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    const y = bend(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    const z = bend((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    lightness.values[at] = 116 * y - 16;
    greenRed.values[at] = 500 * (x - y);
    blueYellow.values[at] = 200 * (y - z);
  }
  return { lightness, greenRed, blueYellow };
}
