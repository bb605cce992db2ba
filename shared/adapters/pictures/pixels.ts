import type { Sharp } from 'sharp';
import type { Picture } from '../../ports/encoders.js';

/** The image as 8-bit sRGB on white; metadata stays behind. Rejects with the library's error where it is damaged. */
export async function pixelsOf(image: Sharp): Promise<Picture> {
  const { data, info } = await image
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
