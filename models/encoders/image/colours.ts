import { singleAt } from '../../numeric/read.js';
import { solid } from './foreground.js';
import type { LabPicture } from './lab-picture.js';
import type { Plane } from './plane.js';

const greys = 8;
const hues = 12;
/** Dark, middle and light ones of each hue. */
const tones = 3;
/** Chroma up to which a colour is grey, and from which it is not grey at all. */
const grey = { most: 6, none: 20 };

/**
 * Which colours the foreground has: the square roots of their shares, 8 greys from black to white, then dark, middle and
 * light of 12 hues; a pixel between two is shared among them.
 */
export function colourHistogram(picture: LabPicture, mask: Plane): Float32Array {
  const counts = new Float32Array(greys + hues * tones);
  const { lightness, greenRed, blueYellow } = picture;
  let total = 1;
  for (let at = 0; at < mask.values.length; at += 1) {
    if (singleAt(mask.values, at) <= solid) continue;
    total += 1;
    const [a, b] = [singleAt(greenRed.values, at), singleAt(blueYellow.values, at)];
    count(counts, Math.max(0, Math.min(1, singleAt(lightness.values, at) / 100)), a, b);
  }
  return counts.map((value) => Math.sqrt(value / total));
}

function count(counts: Float32Array, light: number, a: number, b: number): void {
  const chroma = Math.sqrt(a * a + b * b);
  const colourful = Math.max(0, Math.min(1, (chroma - grey.most) / (grey.none - grey.most)));
  shareOut(light * (greys - 1), (step, share) => {
    raise(counts, Math.min(step, greys - 1), (1 - colourful) * share);
  });
  if (colourful === 0) return;
  const hue = (Math.atan2(b, a) / (2 * Math.PI) + 1) * hues;
  shareOut(hue, (hueStep, hueShare) => {
    shareOut(light * (tones - 1), (tone, share) => {
      const place = greys + (hueStep % hues) * tones + Math.min(tone, tones - 1);
      raise(counts, place, colourful * hueShare * share);
    });
  });
}

/** Between two steps, by nearness. */
function shareOut(place: number, give: (step: number, share: number) => void): void {
  const below = Math.floor(place);
  give(below, 1 - (place - below));
  give(below + 1, place - below);
}

function raise(counts: Float32Array, place: number, by: number): void {
  counts[place] = singleAt(counts, place) + by;
}
