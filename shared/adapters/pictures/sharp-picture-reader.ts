import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import type { Metadata } from 'sharp';
import { AppError } from '../../domain/errors.js';
import type { PictureOptions, PictureReader } from '../../ports/encoders.js';
import { loadSharp } from './load-sharp.js';
import { isPicture } from './picture-format.js';
import { pixelsOf } from './pixels.js';

const defaultLimits = { maxPixels: 50_000_000, concurrency: 2, maxWaiting: 64 };

/**
 * Reads pictures by libvips, on its own threads. `concurrency` bounds the memory: a picture of the most pixels takes up to
 * 200 MB while it is decoded. Throws `overloaded` where more than `maxWaiting` wait.
 */
export function sharpPictureReader(limits: Partial<typeof defaultLimits> = {}): PictureReader {
  const { maxPixels, concurrency, maxWaiting } = { ...defaultLimits, ...limits };
  const line = bulkhead(concurrency, maxWaiting);
  return {
    async read(file, options) {
      if (!isPicture(file)) throw unsupported();
      try {
        return await line.execute(() => decode(file, options, maxPixels));
      } catch (error) {
        throw error instanceof BulkheadRejectedError ? tooBusy(error) : error;
      }
    },
  };
}

async function decode(file: Uint8Array, options: PictureOptions, maxPixels: number) {
  const sharp = await loadSharp();
  // Reads the head alone, whatever size that says.
  const metadata = await whole(sharp(file, { limitInputPixels: false }).metadata());
  requireFewPixels(metadata, maxPixels);
  const { size, crop } = options;
  // Warnings are what every other camera's files give; damage is not.
  const image = sharp(file, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient();
  if (crop) image.extract(inside(crop, metadata.autoOrient));
  image.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true });
  return whole(pixelsOf(image));
}

function requireFewPixels({ width, height }: Metadata, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  const millions = Math.floor(maxPixels / 1_000_000);
  throw new AppError(
    'too-large',
    `expected a picture of at most ${millions} million pixels, got ${width} × ${height}`,
  );
}

type Crop = NonNullable<PictureOptions['crop']>;

function inside({ x, y, width, height }: Crop, picture: Metadata['autoOrient']) {
  const fits = x + width <= picture.width && y + height <= picture.height;
  if (fits && x >= 0 && y >= 0 && width >= 1 && height >= 1) {
    return { left: x, top: y, width, height };
  }
  const got = `${width} × ${height} at ${x}, ${y}`;
  throw new AppError(
    'invalid',
    `expected a crop inside the picture of ${picture.width} × ${picture.height}, got ${got}`,
  );
}

async function whole<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw damaged(cause);
  }
}

const damaged = (cause: unknown) =>
  new AppError('invalid', 'expected a whole picture, got a damaged file', { cause });

const unsupported = () =>
  new AppError('unsupported-media-type', 'expected a JPEG, PNG, WebP or GIF file, got another');

const tooBusy = (cause: Error) =>
  new AppError('overloaded', 'too many pictures are waiting to be read', { cause });
