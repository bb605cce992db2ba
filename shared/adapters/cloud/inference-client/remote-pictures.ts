import { frameBytes, writePictures } from '../../../contracts/inference/picture-frames.js';
import {
  inferenceLimits,
  inferencePaths,
  picturesMediaType,
} from '../../../contracts/inference.js';
import type { VectorSpace } from '../../../domain/vector-space.js';
import type { ImageEncoder, Picture } from '../../../ports/encoders.js';
import { encodeRuns } from './encode-runs.js';
import { type Connection, remoteEncoder } from './remote-encoder.js';
import { split } from './split.js';

const runSize = {
  maxItems: inferenceLimits.maxPictures,
  maxBytes: inferenceLimits.maxPicturesBytes,
};

/** Pictures through the image encoder of the server. */
export function remotePictures(
  connection: Connection,
  space: VectorSpace,
  local: ImageEncoder | undefined,
): ImageEncoder['encode'] {
  const encodeHere =
    local &&
    (async (pictures: readonly Picture[], signal: AbortSignal) => ({
      ...(await local.encode(pictures, signal)),
      truncated: [],
    }));
  const encode = remoteEncoder<Picture>(connection, {
    space,
    fallback: encodeHere,
    toRequest: (pictures) => ({
      path: inferencePaths.pictures,
      mediaType: picturesMediaType,
      body: writePictures(pictures),
    }),
  });
  return async (pictures, signal = new AbortController().signal) => {
    const { vectors } = await encodeRuns(split(pictures, frameBytes, runSize), encode, signal);
    return { vectors };
  };
}
