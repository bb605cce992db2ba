import { expect, test } from 'vitest';
import { sharpDrawingReader } from '../../../../../shared/adapters/pictures/sharp-drawing-reader.js';
import { drawPicture } from '../../../../../shared/domain/sample-shop/picture/draw-picture.js';

const reader = sharpDrawingReader();

test('the drawing of a sample product becomes pixels of its colour', async () => {
  const drawing = drawPicture({
    id: 'mug',
    name: 'Mug',
    categories: ['Mugs'],
    tags: [],
    attributes: { colour: 'Red' },
    isActive: true,
    createdAt: 0,
  });
  const picture = await reader.read(drawing ?? '', 96);
  expect(picture).toMatchObject({ width: 96, height: 96 });
  expect(picture.pixels).toHaveLength(96 * 96 * 3);
  const middle = (48 * 96 + 48) * 3;
  const [red = 0, green = 0, blue = 0] = picture.pixels.subarray(middle, middle + 3);
  expect(red).toBeGreaterThan(1.5 * Math.max(green, blue));
});

test('where a drawing leaves the ground open, it is white', async () => {
  const open = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>';
  const { width, height, pixels } = await reader.read(open, 10);
  expect([width, height]).toEqual([10, 5]);
  expect(pixels.every((value) => value === 255)).toBe(true);
});

test('what is no drawing is refused', async () => {
  await expect(reader.read('<svg', 10)).rejects.toMatchObject({ code: 'invalid' });
});
