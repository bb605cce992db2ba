import { sharpDrawingReader } from '../../shared/adapters/pictures/sharp-drawing-reader.js';
import { sharpPictureReader } from '../../shared/adapters/pictures/sharp-picture-reader.js';
import { webImages } from '../../shared/adapters/pictures/web-images.js';
import { measuredImageFetcher } from '../../shared/adapters/telemetry/measured.js';
import type { Config } from '../../shared/config.js';
import type { DrawingReader, PictureReader } from '../../shared/ports/encoders.js';
import type { ImageFetcher } from '../../shared/ports/image-fetcher.js';
import type { Telemetry } from '../../shared/ports/runtime.js';
import { composeBlobs } from './blobs.js';

export interface Pictures {
  readonly pictureReader: PictureReader;
  readonly drawingReader: DrawingReader;
  readonly imageFetcher: ImageFetcher;
}

/** What an upload may have, too. */
const fetchLimits = { timeoutMs: 10_000, maxSizeBytes: 10 * 1_048_576 };

/** What fetches pictures, and makes pixels of them. */
export function composePictures(
  { pictures: { allowedHosts }, blobs }: Config,
  telemetry: Telemetry,
): Pictures {
  const web = webImages({ allowedHosts, ...fetchLimits });
  return {
    pictureReader: sharpPictureReader(),
    drawingReader: sharpDrawingReader(),
    imageFetcher: measuredImageFetcher(blobs ? withBlobs(blobs, web) : web, telemetry),
  };
}

/** Loaded with the first picture. */
function withBlobs(blobs: NonNullable<Config['blobs']>, elsewhere: ImageFetcher): ImageFetcher {
  const open = composeBlobs(blobs);
  let fetcher: Promise<ImageFetcher> | undefined;
  const load = async () => {
    const { blobImageFetcher } = await import(
      '../../shared/adapters/cloud/blob/blob-image-fetcher.js'
    );
    return blobImageFetcher({ service: await open(), elsewhere, ...fetchLimits });
  };
  return {
    async fetch(url, signal) {
      fetcher ??= load();
      return (await fetcher).fetch(url, signal);
    },
  };
}
