import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { builtInPictureSize } from '../../../models/encoders/built-in-image.js';
import { createPictureDescriber } from '../../../models/encoders/image/describe-picture.js';
import { makeProducts } from '../../../shared/domain/sample-shop/catalogue/products.js';
import { drawPicture } from '../../../shared/domain/sample-shop/picture/draw-picture.js';
import type { Picture } from '../../../shared/ports/encoders.js';
import type { Row } from '../report.js';

const photos = new URL('../../../../shared/data/images/clothing_small/', import.meta.url);
const neighbours = 5;

interface Labelled {
  readonly label: string;
  readonly picture: Picture;
}

/**
 * How many of a picture's five nearest are of its class, every picture asked in turn: the built-in encoder beside a colour
 * histogram and chance, on photos of clothes and on the sample shop's drawings.
 */
export async function pictureLikeness(): Promise<readonly Row[]> {
  const drawn = await drawings();
  const rows = judge(
    'sample shop, category',
    drawn.map(({ category, picture }) => ({ label: category, picture })),
  );
  const both = drawn.map(({ category, colour, picture }) => ({
    label: `${category}, ${colour}`,
    picture,
  }));
  rows.push(...judge('sample shop, category and colour, the nearest', both, 1));
  if (existsSync(photos))
    return [...judge('clothing_small, 713 photos', await clothing()), ...rows];
  process.stdout.write('No ../shared/data/images/clothing_small: its photos are skipped.\n');
  return rows;
}

function judge(data: string, pictures: readonly Labelled[], among = neighbours): Row[] {
  const describePicture = createPictureDescriber();
  const before = process.cpuUsage();
  const described = pictures.map(({ picture }) => describePicture(picture));
  const { user, system } = process.cpuUsage(before);
  const perSecond = Math.round(pictures.length / ((user + system) / 1e6));
  const labels = pictures.map(({ label }) => label);
  const colours = pictures.map(({ picture }) => colourHistogram(picture));
  const row = (model: string, share: number, note = '') => ({
    ...{ data, model, measured: `${share.toFixed(3)}${note}` },
  });
  return [
    row(
      'built-in-image',
      precision(described, labels, among),
      `, ${perSecond} pictures per core-second`,
    ),
    row('colour histogram', precision(colours, labels, among)),
    row('chance', chanceOf(labels)),
  ];
}

/** By the greatest dot product of vectors of unit length. */
function precision(vectors: readonly Float32Array[], labels: readonly string[], among: number) {
  const shares = vectors.map((vector, asked) => {
    const scored = vectors.map((other, at) => ({
      at,
      score: at === asked ? -2 : dot(vector, other),
    }));
    const nearest = scored.sort((a, b) => b.score - a.score).slice(0, among);
    return nearest.filter(({ at }) => labels[at] === labels[asked]).length / among;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function chanceOf(labels: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return pairs / (labels.length * (labels.length - 1));
}

/** The square roots of the shares of 512 colours: the usual yardstick. */
function colourHistogram({ pixels }: Picture): Float32Array {
  const counts = new Float32Array(512);
  for (let at = 0; at < pixels.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    const cell = (red >> 5) * 64 + (green >> 5) * 8 + (blue >> 5);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts.map((count) => Math.sqrt((3 * count) / pixels.length));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

async function clothing(): Promise<readonly Labelled[]> {
  const root = fileURLToPath(photos);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.jpg'),
  );
  return Promise.all(
    files.map(async (path) => ({
      label: path.split('/').at(-2) ?? '',
      picture: await readPicture(sharp(`${root}${path}`)),
    })),
  );
}

async function drawings() {
  return Promise.all(
    makeProducts(1, 0).map(async ({ item, category, colour }) => ({
      ...{ category: category.name, colour },
      picture: await readPicture(sharp(Buffer.from(drawPicture(item) ?? ''))),
    })),
  );
}

async function readPicture(source: Sharp): Promise<Picture> {
  const { data, info } = await source
    .rotate()
    .resize(builtInPictureSize, builtInPictureSize, { fit: 'inside' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
