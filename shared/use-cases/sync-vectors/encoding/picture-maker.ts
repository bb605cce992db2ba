import { AppError } from '../../../domain/errors.js';
import type { Item } from '../../../domain/item.js';
import type { SyncFailure } from '../../../domain/sync-outcome.js';
import type {
  DrawingReader,
  ImageEncoder,
  Picture,
  PictureReader,
} from '../../../ports/encoders.js';
import type { ImageFetcher } from '../../../ports/image-fetcher.js';
import type { ItemView } from '../../../ports/item-view.js';
import type { Telemetry } from '../../../ports/runtime.js';
import { inParallel } from './in-parallel.js';
import { drawingOf } from './item-content.js';
import { type Pause, patiently } from './patiently.js';
import { madeOf, type VectorMaker } from './vector-maker.js';

export interface PictureDependencies {
  readonly items: ItemView;
  readonly imageFetcher: ImageFetcher;
  readonly pictureReader: PictureReader;
  readonly drawingReader: DrawingReader;
  readonly telemetry: Telemetry;
  readonly pause: Pause;
}

const kind = 'image';
/** Fewer than may be fetched at a time in all, so that requests with a picture find room. */
const readAtATime = 6;

/** Vectors of what items look like. A picture that cannot be fetched or read fails alone. */
export function pictureMaker(
  dependencies: PictureDependencies,
  encoder: ImageEncoder,
): VectorMaker {
  const { pause } = dependencies;
  return {
    kind,
    get space() {
      return encoder.space;
    },
    async make(items, signal) {
      const read = readerOf(dependencies, encoder.pictureSize, signal);
      const outcomes = await inParallel(items, readAtATime, read);
      const shown = outcomes.filter((one) => 'picture' in one);
      const failures = outcomes.filter((one) => 'reason' in one);
      if (shown.length === 0) return { vectors: [], failures };
      const pictures = shown.map(({ picture }) => picture);
      const encoded = await patiently(() => encoder.encode(pictures, signal), pause, signal);
      const seen = shown.map(({ item }) => item);
      const made = madeOf({ kind, space: encoder.space }, seen, encoded);
      return { ...made, failures: [...failures, ...made.failures] };
    },
  };
}

type ReadPicture = (
  item: Item,
) => Promise<{ readonly item: Item; readonly picture: Picture } | SyncFailure>;

function readerOf(
  dependencies: PictureDependencies,
  size: number,
  signal: AbortSignal,
): ReadPicture {
  const { telemetry, pause } = dependencies;
  return async (item) => {
    try {
      const read = () => pictureOf(dependencies, { item, size }, signal);
      return { item, picture: await patiently(read, pause, signal) };
    } catch (error) {
      signal.throwIfAborted();
      return { id: item.id, part: kind, reason: reasonOf(error, telemetry) };
    }
  };
}

async function pictureOf(
  { items, imageFetcher, pictureReader, drawingReader }: PictureDependencies,
  { item, size }: { readonly item: Item; readonly size: number },
  signal: AbortSignal,
): Promise<Picture> {
  const drawing = drawingOf(item, items);
  if (drawing !== undefined) return drawingReader.read(drawing, size);
  const file = await imageFetcher.fetch(item.imageUrl ?? '', signal);
  return pictureReader.read(file, { size });
}

function reasonOf(error: unknown, telemetry: Telemetry): string {
  if (error instanceof AppError) return error.message;
  telemetry.exception(error, { during: 'reading a picture' });
  return 'something went wrong here';
}
