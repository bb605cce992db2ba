import { expect, it } from 'vitest';
import { fixedRarity } from '../../../../../models/encoders/text/rarity.js';

it('says that words of every text tell little, in English and in Korean, and all others the same', () => {
  for (const word of ['the', 'for', '및', '상품']) expect(fixedRarity(word)).toBeLessThan(0.5);
  for (const word of ['mug', '머그컵', 'xq7']) expect(fixedRarity(word)).toBe(1);
});
