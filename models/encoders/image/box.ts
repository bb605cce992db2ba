import { floatAt, singleAt } from '../../numeric/read.js';
import { solid } from './foreground.js';
import type { Plane } from './plane.js';

/** A part of a picture in pixels, ends excluded; it may lie partly outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Of the mask, on each side: specks beyond are left out. */
const stray = 0.01;

/** The box around what a mask holds. */
export function boxAround({ width, height, values }: Plane): Box {
  const [columns, rows] = [new Float64Array(width), new Float64Array(height)];
  let total = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = singleAt(values, at);
    if (value <= solid) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    columns[x] = floatAt(columns, x) + value;
    rows[y] = floatAt(rows, y) + value;
    total += value;
  }
  const place = (sums: Float64Array, share: number) => reach(sums, share * total);
  return {
    left: place(columns, stray),
    top: place(rows, stray),
    right: place(columns, 1 - stray) + 1,
    bottom: place(rows, 1 - stray) + 1,
  };
}

/** The first place up to which the values sum to so much. */
function reach(values: Float64Array, wanted: number): number {
  let sum = 0;
  return Math.max(
    0,
    values.findIndex((value) => {
      sum += value;
      return sum >= wanted;
    }),
  );
}

/** Wider on each side by a share of its own width and height. */
export function padded({ left, top, right, bottom }: Box, share: number): Box {
  const [x, y] = [(right - left) * share, (bottom - top) * share];
  return { left: left - x, top: top - y, right: right + x, bottom: bottom + y };
}

/** The least square around it, with the same middle. */
export function squareAround({ left, top, right, bottom }: Box): Box {
  const half = Math.max(right - left, bottom - top) / 2;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
}

/** The box, scaled to size × size by the values at its points (bilinear); outside of the picture its edge goes on. */
export function resample(plane: Plane, { left, top, right, bottom }: Box, size: number): Plane {
  const { scratch } = plane;
  const values = scratch.take(size * size);
  const [stepX, stepY] = [(right - left) / size, (bottom - top) / size];
  for (let row = 0; row < size; row += 1) {
    const y = top + (row + 0.5) * stepY - 0.5;
    for (let column = 0; column < size; column += 1) {
      values[row * size + column] = valueAt(plane, left + (column + 0.5) * stepX - 0.5, y);
    }
  }
  return { width: size, height: size, values, scratch };
}

function valueAt({ width, height, values }: Plane, x: number, y: number): number {
  const [atX, atY] = [Math.max(0, Math.min(width - 1, x)), Math.max(0, Math.min(height - 1, y))];
  const [column, row] = [Math.floor(atX), Math.floor(atY)];
  const at = row * width + column;
  const [right, down] = [column < width - 1 ? 1 : 0, row < height - 1 ? width : 0];
  const [across, along] = [atX - column, atY - row];
  const above = singleAt(values, at) * (1 - across) + singleAt(values, at + right) * across;
  const below =
    singleAt(values, at + down) * (1 - across) + singleAt(values, at + down + right) * across;
  return above * (1 - along) + below * along;
}
