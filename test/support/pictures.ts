import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { Picture } from '../../shared/ports/encoders.js';

const colours = { r: [255, 0, 0], g: [0, 255, 0], b: [0, 0, 255], w: [255, 255, 255] };
type Colour = keyof typeof colours;

/** A picture of four quarters, each of one colour, from the upper left to the lower right: `rgbw`. */
export function quarters(names: string, width = 40, height = 24) {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const isRight = at % width >= width / 2;
    const isLower = at >= (width * height) / 2;
    const name = names[(isRight ? 1 : 0) + (isLower ? 2 : 0)] as Colour;
    pixels.set(colours[name], at * 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Reads such a picture's quarters back, each as the colour that it is nearest to. */
export function quartersOf({ width, height, pixels }: Picture): string {
  const places = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ] as const;
  return places
    .map(([x, y]) => {
      const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
      return nearest(pixels.subarray(at, at + 3));
    })
    .join('');
}

function nearest(pixel: Uint8Array): string {
  const distances = Object.entries(colours).map(([name, values]) => {
    const differences = values.map((value, channel) => value - (pixel[channel] ?? 0));
    return { name, distance: Math.hypot(...differences) };
  });
  return distances.toSorted((a, b) => a.distance - b.distance)[0]?.name ?? '';
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A whole and valid PNG of one grey: a few KB, whatever its size when decoded. */
export function blankPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8);
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
