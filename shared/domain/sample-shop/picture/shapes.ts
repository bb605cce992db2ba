/** What a part of a drawing is made of; `draw-picture.ts` knows how each looks in an item's colour. */
export type Paint =
  | 'body'
  | 'plain'
  | 'dark'
  | 'deep'
  | 'light'
  | 'accent'
  | 'handle'
  | 'cord'
  | 'seam'
  | 'shade'
  | 'gleam'
  | 'metal'
  | 'wire'
  | 'wood'
  | 'paper'
  | 'ink'
  | 'leaf'
  | 'stem'
  | 'glow'
  | 'beam'
  | 'cocoa'
  | 'lace'
  | 'hole'
  | 'ball';

/** One part: its paint, and SVG path data on a canvas of 240 × 240. */
export type Part = readonly [Paint, string];

/** Parts from back to front. */
export type Silhouette = readonly Part[];

export function disc(x: number, y: number, radius: number): string {
  return oval(x, y, radius, radius);
}

export function oval(x: number, y: number, radiusX: number, radiusY: number): string {
  const half = `a${radiusX} ${radiusY} 0 0 1`;
  return `M${x - radiusX} ${y}${half} ${2 * radiusX} 0${half} ${-2 * radiusX} 0z`;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle with round corners. */
export function box({ x, y, width, height }: Box, radius: number): string {
  const arc = `a${radius} ${radius} 0 0 1`;
  const across = width - 2 * radius;
  const down = height - 2 * radius;
  return `M${x + radius} ${y}h${across}${arc} ${radius} ${radius}v${down}${arc} ${-radius} ${radius}h${-across}${arc} ${-radius} ${-radius}v${-down}${arc} ${radius} ${-radius}z`;
}
