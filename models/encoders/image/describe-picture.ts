import type { Picture } from '../../../shared/ports/encoders.js';
import { singleAt } from '../../numeric/read.js';
import { toUnitLength } from '../unit-length.js';
import { boxAround, padded, resample, squareAround } from './box.js';
import { colourLayout } from './colour-layout.js';
import { colourHistogram } from './colours.js';
import { foregroundOf } from './foreground.js';
import { gradientHistogram } from './gradient-histogram.js';
import { type LabPicture, toLab } from './lab-picture.js';
import { blur, mapPlane, type Plane } from './plane.js';
import { Scratch } from './scratch.js';
import { texture } from './texture.js';

/** What is seen of a picture, and how much of the likeness of two pictures it decides. */
interface View {
  readonly values: Float32Array;
  readonly share: number;
}

/** Side of the squares that edges are looked for in. */
const size = 64;

/** The length of what a describer gives. */
export const pictureDimensions = 512;

/** Unit vectors of `pictureDimensions`. */
export type DescribePicture = (picture: Picture) => Float32Array;

/**
 * A picture as 512 numbers of unit length: the outline of what it shows, drawn to
 * scale (216 values) and fitted to its box (64), the edges within (144), its colours (44), where they are (24) and how
 * it is woven (20). The background counts for nothing as far as it can be told apart, and a picture is the same as its
 * mirror image. Each view is centred over its own values, not over a catalogue, and needs no other picture.
 */
export function createPictureDescriber(): DescribePicture {
  const scratch = new Scratch();
  return (picture) => {
    scratch.reset();
    return join(viewsOf(toLab(picture, scratch)));
  };
}

function join(views: readonly View[]): Float32Array {
  const description = new Float32Array(pictureDimensions);
  let start = 0;
  for (const { values, share } of views) {
    const view = centred(values);
    const weight = toUnitLength(view) ? Math.sqrt(share) : 0;
    for (let at = 0; at < view.length; at += 1) {
      description[start + at] = weight * singleAt(view, at);
    }
    start += view.length;
  }
  toUnitLength(description);
  return description;
}

function viewsOf(picture: LabPicture): readonly View[] {
  const { lightness, greenRed, blueYellow } = picture;
  const mask = foregroundOf(picture);
  const outline = mapPlane(mask, (value) => 100 * value);
  const box = boxAround(mask);
  const square = resample(outline, padded(squareAround(box), 0.08), size);
  const fitted = resample(outline, padded(box, 0.03), size);
  const wide = padded(box, 0.06);
  const within = (plane: Plane) => resample(plane, wide, size);
  const [light, inside] = [within(lightness), within(mask)];
  const colours = [mapPlane(light, (value) => value - 50), within(greenRed), within(blueYellow)];
  return [
    { values: gradientHistogram(square, { cells: 6, bins: 12 }), share: 1 },
    { values: gradientHistogram(fitted, { cells: 4, bins: 8 }), share: 0.6 },
    { values: gradientHistogram(blur(light), { cells: 6, bins: 8 }), share: 0.3 },
    { values: colourHistogram(picture, mask), share: 0.25 },
    { values: colourLayout(colours, inside), share: 0.03 },
    { values: texture(lightness, mask), share: 0.05 },
  ];
}

function centred(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
