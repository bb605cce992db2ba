import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sharpPictureReader } from '../../../../../shared/adapters/pictures/sharp-picture-reader.js';
import { blankPng, quarters, quartersOf } from '../../../../support/pictures.js';

const reader = sharpPictureReader();
const whole = { size: 64 };
const damaged = { code: 'invalid', message: expect.stringContaining('damaged') };
const foreign = { code: 'unsupported-media-type' };

test.each([
  ['a JPEG', () => quarters('rgbw').jpeg({ quality: 100 })],
  ['a progressive JPEG', () => quarters('rgbw').jpeg({ progressive: true, quality: 100 })],
  ['a CMYK JPEG', () => quarters('rgbw').toColourspace('cmyk').jpeg({ quality: 100 })],
  ['a PNG', () => quarters('rgbw').png()],
  ['an interlaced PNG', () => quarters('rgbw').png({ progressive: true })],
  ['a PNG with a palette', () => quarters('rgbw').png({ palette: true })],
  ['a PNG of 16 bits', () => quarters('rgbw').toColourspace('rgb16').png()],
  ['a WebP', () => quarters('rgbw').webp({ lossless: true })],
  ['a GIF', () => quarters('rgbw').gif()],
])('%s is read as it looks', async (_, made) => {
  const picture = await reader.read(await made().toBuffer(), whole);
  expect(picture).toMatchObject({ width: 40, height: 24 });
  expect(picture.pixels).toHaveLength(40 * 24 * 3);
  expect(quartersOf(picture)).toBe('rgbw');
});

test('grey is read as three equal channels', async () => {
  const grey = { create: { width: 3, height: 2, channels: 3, background: '#808080' } } as const;
  const file = await sharp(grey).toColourspace('b-w').png().toBuffer();
  const { pixels } = await reader.read(file, whole);
  expect([...pixels]).toEqual(Array.from({ length: 18 }, () => 128));
});

test('what is transparent is white, and what is half so is half', async () => {
  const rgba = Buffer.from([0, 0, 0, 0, 0, 0, 0, 128]);
  const file = await sharp(rgba, { raw: { width: 2, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  const { pixels } = await reader.read(file, whole);
  expect([...pixels]).toEqual([255, 255, 255, 127, 127, 127]);
});

test('of an animation the first frame is read', async () => {
  const frames = await Promise.all(['rgbw', 'wbgr'].map((each) => quarters(each).png().toBuffer()));
  for (const format of ['gif', 'webp'] as const) {
    const animation = sharp(frames, { join: { animated: true } });
    const file = await animation.toFormat(format, { lossless: true }).toBuffer();
    expect((await sharp(file).metadata()).pages).toBe(2);
    const picture = await reader.read(file, whole);
    expect(picture).toMatchObject({ width: 40, height: 24 });
    expect(quartersOf(picture)).toBe('rgbw');
  }
});

/** How the quarters `rgbw` stand upright under each value of the EXIF tag. */
const upright = ['rgbw', 'grwb', 'wbgr', 'bwrg', 'rbgw', 'brwg', 'wgbr', 'gwrb'];

test.each(upright.map((names, at) => [at + 1, names] as const))(
  'a picture with the orientation %i is upright, and cropped upright',
  async (orientation, names) => {
    const turned = quarters('rgbw').withMetadata({ orientation });
    const file = await turned.png().toBuffer();
    const [width, height] = orientation > 4 ? [24, 40] : [40, 24];
    const picture = await reader.read(file, whole);
    expect(picture).toMatchObject({ width, height });
    expect(quartersOf(picture)).toBe(names);
    const half = { x: 0, y: height / 2, width: width / 2, height: height / 2 };
    const corner = await reader.read(file, { ...whole, crop: half });
    expect(corner).toMatchObject({ width: width / 2, height: height / 2 });
    expect(quartersOf(corner)).toBe(names.charAt(2).repeat(4));
  },
);

test('a larger picture is scaled down to the size, a smaller one stays', async () => {
  const file = await quarters('rgbw', 300, 100).png().toBuffer();
  expect(await reader.read(file, { size: 60 })).toMatchObject({ width: 60, height: 20 });
  expect(await reader.read(file, { size: 1000 })).toMatchObject({ width: 300, height: 100 });
  const thread = await quarters('rgbw', 5_000, 2).png().toBuffer();
  expect(await reader.read(thread, { size: 50 })).toMatchObject({ width: 50, height: 1 });
  const dot = await quarters('rrrr', 1, 1).png().toBuffer();
  expect(await reader.read(dot, { size: 50 })).toMatchObject({ width: 1, height: 1 });
});

test('the crop is taken before the picture is scaled', async () => {
  const file = await quarters('rgbw', 400, 400).jpeg({ quality: 100 }).toBuffer();
  const crop = { x: 200, y: 0, width: 200, height: 100 };
  const picture = await reader.read(file, { size: 50, crop });
  expect(picture).toMatchObject({ width: 50, height: 25 });
  expect(quartersOf(picture)).toBe('gggg');
});

test.each([
  { x: 30, y: 0, width: 11, height: 5 },
  { x: 0, y: 20, width: 5, height: 5 },
  { x: -1, y: 0, width: 5, height: 5 },
  { x: 0, y: -1, width: 5, height: 5 },
  { x: 0, y: 0, width: 0, height: 5 },
  { x: 0, y: 0, width: 5, height: 0 },
])('a crop that is not inside the picture is refused: %o', async (crop) => {
  const file = await quarters('rgbw').png().toBuffer();
  await expect(reader.read(file, { ...whole, crop })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('inside the picture of 40 × 24'),
  });
});

test('a bomb of 20,000 × 20,000 pixels is refused by what its head says', async () => {
  const bomb = blankPng(20_000, 20_000);
  expect(bomb.length).toBeLessThan(100_000);
  await expect(reader.read(bomb, whole)).rejects.toMatchObject({
    code: 'too-large',
    message: 'expected a picture of at most 50 million pixels, got 20000 × 20000',
  });
});

test('a JPEG whose head promises 60,000 × 60,000 pixels is refused before it is decoded', async () => {
  const file = await quarters('rgbw').jpeg().toBuffer();
  const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
  file.writeUInt16BE(60_000, frame + 5);
  file.writeUInt16BE(60_000, frame + 7);
  await expect(reader.read(file, whole)).rejects.toMatchObject({ code: 'too-large' });
});

test('a picture of exactly the most pixels is read', async () => {
  const strict = sharpPictureReader({ maxPixels: 10_000 });
  expect(await strict.read(blankPng(100, 100), whole)).toMatchObject({ width: 64, height: 64 });
  await expect(strict.read(blankPng(100, 101), whole)).rejects.toMatchObject({ code: 'too-large' });
});

test.each(['jpeg', 'png', 'webp', 'gif'] as const)('a %s cut short is damaged', async (format) => {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const create = { width: 200, height: 100, channels: 3, background: '#888', noise } as const;
  const file = await sharp({ create }).toFormat(format).toBuffer();
  for (const share of [0.1, 0.5, 0.95]) {
    const cut = file.subarray(0, Math.floor(file.length * share));
    await expect(reader.read(cut, whole)).rejects.toMatchObject(damaged);
  }
  await expect(reader.read(file.subarray(0, 12), whole)).rejects.toMatchObject(damaged);
});

test.each([
  ['text', Buffer.from('hello, I am photo.jpg')],
  ['nothing', Buffer.alloc(0)],
  ['two bytes', Buffer.from([0xff, 0xd8])],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['SVG with a declaration', Buffer.from('<?xml version="1.0"?><svg/>')],
  ['PDF', Buffer.from('%PDF-1.7\n')],
  ['HTML', Buffer.from('<!doctype html><title>x</title>')],
  ['a sound', Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1')],
  ['a TIFF', Buffer.from('II*\0', 'latin1')],
])('%s is no picture, whatever it is called', async (_, file) => {
  await expect(reader.read(file, whole)).rejects.toMatchObject(foreign);
});

test('a TIFF and an AVIF are no pictures that are read here', async () => {
  for (const format of ['tiff', 'avif'] as const) {
    const file = await quarters('rgbw').toFormat(format).toBuffer();
    await expect(reader.read(file, whole)).rejects.toMatchObject(foreign);
  }
});

test('who comes when too many wait already is sent away, and those before are served', async () => {
  const narrow = sharpPictureReader({ concurrency: 1, maxWaiting: 1 });
  const file = await quarters('rgbw').png().toBuffer();
  const asked = await Promise.allSettled([1, 2, 3].map(() => narrow.read(file, whole)));
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(asked[2]).toMatchObject({ reason: { code: 'overloaded' } });
  expect(await narrow.read(file, whole)).toMatchObject({ width: 40 });
});
