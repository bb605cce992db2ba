import { expect, it } from 'vitest';
import { texture } from '../../../../../models/encoders/image/texture.js';
import { plane } from './planes.js';

const everywhere = plane(16, 16, () => 1);

it('of something plain is one pattern alone', () => {
  const plain = texture(
    plane(16, 16, () => 40),
    everywhere,
  );
  expect(plain).toHaveLength(20);
  expect(plain[0]).toBeGreaterThan(0.99);
  expect(plain.subarray(1, 10).every((share) => share === 0)).toBe(true);
});

it('tells stripes from dots, whichever way they are turned', () => {
  const across = texture(
    plane(16, 16, (_, y) => (y % 4 < 2 ? 0 : 60)),
    everywhere,
  );
  const down = texture(
    plane(16, 16, (x) => (x % 4 < 2 ? 0 : 60)),
    everywhere,
  );
  const dots = texture(
    plane(16, 16, (x, y) => (x % 4 === 0 && y % 4 === 0 ? 60 : 0)),
    everywhere,
  );
  across.forEach((share, at) => {
    expect(down[at]).toBeCloseTo(share, 5);
  });
  expect(Math.hypot(...across.map((share, at) => share - (dots[at] ?? 0)))).toBeGreaterThan(0.5);
});

it('of nothing is nothing', () => {
  const none = texture(
    plane(16, 16, (x) => x),
    plane(16, 16, () => 0),
  );
  expect(none.every((share) => share === 0)).toBe(true);
});
