import { expect, test } from 'vitest';
import { isSameSpace, spaceName } from '../../../../shared/domain/vector-space.js';

const space = { model: 'words', version: '3', dimensions: 384 };

test('a space is told by model, version and dimensions', () => {
  expect(spaceName(space)).toBe('words@3/384');
  expect(isSameSpace(space, { ...space })).toBe(true);
  for (const other of [{ model: 'w' }, { version: '4' }, { dimensions: 3 }]) {
    expect(isSameSpace(space, { ...space, ...other })).toBe(false);
  }
});

test('a model is not mistaken for another whose name and version read alike together', () => {
  const [one, other] = [
    { ...space, model: 'a@b', version: 'c' },
    { ...space, model: 'a', version: 'b@c' },
  ];
  expect(isSameSpace(one, other)).toBe(false);
});
