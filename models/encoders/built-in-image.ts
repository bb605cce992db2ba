import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { BatchEncoder } from './hosting/batch-encoder.js';
import {
  createPictureDescriber,
  pictureDimensions as dimensions,
} from './image/describe-picture.js';

/** A new version wherever any picture gets another vector: what was encoded before is encoded anew then. */
export const builtInImageSpace: VectorSpace = { model: 'built-in-image', version: '1', dimensions };

/** More pixels would show it nothing that it looks at. */
export const builtInPictureSize = 128;

/** Outline, edges, colours and texture: needs no weights and depends on nothing but its version. */
export function createBuiltInImage(): BatchEncoder {
  const describe = createPictureDescriber();
  return {
    async encodePictures(pictures) {
      const vectors = new Float32Array(pictures.length * dimensions);
      pictures.forEach((picture, row) => {
        vectors.set(describe(picture), row * dimensions);
      });
      return { vectors };
    },
    close: async () => undefined,
  };
}
