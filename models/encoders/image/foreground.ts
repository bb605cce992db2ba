import { floatAt, shortAt, singleAt } from '../../numeric/read.js';
import { barrierDistance } from './barrier-distance.js';
import type { LabPicture } from './lab-picture.js';
import { blur, mapPlane, type Plane } from './plane.js';
import { bestThreshold } from './threshold.js';

/** Shadows change lightness more than colour. */
const lightnessShare = 0.7;
/** Of the mean distance: beyond it a bright print stands out no more than the plain shirt around it. */
const distanceLimit = 1.5;
/** How wide the middle of a picture is, in sides: products stand there. */
const middle = 0.35;
/** How sharply the outline is drawn. */
const steepness = 4;
const rounds = 2;
/** Steps of each colour axis, from its least to its largest usual value. */
const steps = 10;

/** What counts as inside of the foreground. */
export const solid = 0.4;
/** Of a picture: what stands out less than this is a speck. */
const leastArea = 0.01;

/**
 * How much each pixel belongs to what the picture shows rather than to its background: 0 to 1; 1 everywhere where nothing
 * stands out.
 */
export function foregroundOf(picture: LabPicture): Plane {
  const cells = colourCells(picture);
  let distance = blur(distanceFromEdge(picture));
  const threshold = bestThreshold(distance.values, distanceLimit);
  const toShare = (value: number) => 1 / (1 + Math.exp((threshold - value) * steepness));
  for (let round = 0; round < rounds; round += 1) {
    const isInside = likelyInside(mapPlane(distance, toShare), cells);
    distance = blur(mapPlane(distance, (value, at) => value + isInside(shortAt(cells, at)) - 0.5));
  }
  const mask = mapPlane(distance, toShare);
  const area = mask.values.reduce((sum, share) => (share > solid ? sum + 1 : sum), 0);
  return area < leastArea * mask.values.length ? mapPlane(mask, () => 1) : mask;
}

/** In mean distances, less towards the edges, at most `distanceLimit`. */
function distanceFromEdge({ lightness, greenRed, blueYellow }: LabPicture): Plane {
  const [byRed, byYellow] = [barrierDistance(greenRed), barrierDistance(blueYellow)];
  const far = mapPlane(
    barrierDistance(lightness),
    (value, at) =>
      lightnessShare * value + singleAt(byRed.values, at) + singleAt(byYellow.values, at),
  );
  const mean = far.values.reduce((sum, value) => sum + value, 0) / far.values.length;
  if (mean === 0) return far;
  const { width, height } = far;
  return mapPlane(far, (value, at) => {
    const x = ((at % width) + 0.5) / width - 0.5;
    const y = (Math.floor(at / width) + 0.5) / height - 0.5;
    const isCentral = Math.exp(-(x * x + y * y) / (2 * middle * middle));
    return Math.min(distanceLimit, (value / mean) * (0.5 + 0.5 * isCentral));
  });
}

/** A number for each pixel's colour, the same for about the same colour. */
function colourCells({ lightness, greenRed, blueYellow }: LabPicture): Uint16Array {
  const step = (share: number) => Math.max(0, Math.min(steps - 1, Math.floor(share * steps)));
  return Uint16Array.from(lightness.values, (value, at) => {
    const a = step(singleAt(greenRed.values, at) / 100 + 0.5);
    const b = step(singleAt(blueYellow.values, at) / 100 + 0.5);
    return (step(value / 100) * steps + a) * steps + b;
  });
}

/** How much more a colour is met inside than outside: 0 to 1, by colour cell. */
function likelyInside(mask: Plane, cells: Uint16Array): (cell: number) => number {
  const [inside, outside] = [new Float64Array(steps ** 3), new Float64Array(steps ** 3)];
  let [totalInside, totalOutside] = [1e-6, 1e-6];
  cells.forEach((cell, at) => {
    const share = singleAt(mask.values, at);
    inside[cell] = floatAt(inside, cell) + share;
    outside[cell] = floatAt(outside, cell) + 1 - share;
    totalInside += share;
    totalOutside += 1 - share;
  });
  return (cell) => {
    const within = floatAt(inside, cell) / totalInside + 1e-4;
    return within / (within + floatAt(outside, cell) / totalOutside + 1e-4);
  };
}
