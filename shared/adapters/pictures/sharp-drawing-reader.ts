import { AppError } from '../../domain/errors.js';
import type { DrawingReader } from '../../ports/encoders.js';
import { loadSharp } from './load-sharp.js';
import { pixelsOf } from './pixels.js';

/** Draws SVG by libvips. */
export function sharpDrawingReader(): DrawingReader {
  return {
    async read(drawing, size) {
      const sharp = await loadSharp();
      try {
        const image = sharp(Buffer.from(drawing));
        return await pixelsOf(image.resize({ width: size, height: size, fit: 'inside' }));
      } catch (cause) {
        throw noDrawing(cause);
      }
    },
  };
}

const noDrawing = (cause: unknown) =>
  new AppError('invalid', 'expected an SVG drawing, got something else', { cause });
