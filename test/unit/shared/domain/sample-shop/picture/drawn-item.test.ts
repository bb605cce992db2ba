import { expect, test } from 'vitest';
import { drawnItem } from '../../../../../../shared/domain/sample-shop/picture/drawn-item.js';

test.each([
  ['/api/pictures/mug-01', 'mug-01'],
  ['/api/pictures/a%2F%C3%BC', 'a/ü'],
  ['/api/pictures/%', undefined],
  ['/images/mug-01', undefined],
  ['https://shop.example/api/pictures/mug-01', undefined],
])('%s shows the drawing of %s', (url, id) => {
  expect(drawnItem(url)).toBe(id);
});
