import { singleAt } from '../../numeric/read.js';
import type { Scratch } from './scratch.js';

/** One number for each pixel: height × width, row-major. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  /** Where planes made of it have their memory. */
  readonly scratch: Scratch;
}

/** The same shape with other numbers. */
export function mapPlane(plane: Plane, map: (value: number, at: number) => number): Plane {
  const { values, scratch } = plane;
  const mapped = scratch.take(values.length);
  for (let at = 0; at < values.length; at += 1) mapped[at] = map(singleAt(values, at), at);
  return { ...plane, values: mapped };
}

/** Each pixel the mean of the 3 × 3 around it, fewer at the edges. */
export function blur(plane: Plane): Plane {
  const { width, height } = plane;
  const across = blurLines(plane, { lines: height, length: width, stride: 1, lineStride: width });
  return blurLines(across, { lines: width, length: height, stride: width, lineStride: 1 });
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  readonly stride: number;
  readonly lineStride: number;
}

function blurLines(plane: Plane, { lines, length, stride, lineStride }: Lines): Plane {
  const { values, scratch } = plane;
  const blurred = scratch.take(values.length);
  for (let line = 0; line < lines; line += 1) {
    const start = line * lineStride;
    for (let along = 0; along < length; along += 1) {
      const at = start + along * stride;
      let [sum, count] = [singleAt(values, at), 1];
      if (along > 0) {
        sum += singleAt(values, at - stride);
        count += 1;
      }
      if (along < length - 1) {
        sum += singleAt(values, at + stride);
        count += 1;
      }
      blurred[at] = sum / count;
    }
  }
  return { ...plane, values: blurred };
}
