import { describe, expect, it } from 'vitest';
import { parseBoosts } from '../../../../../shared/domain/filter/boost.js';

describe('parseBoosts', () => {
  it('reads rules with their factors', () => {
    expect(parseBoosts("price < 30: 1.5; tags has 'a;b:c' or price > 2: 0;")).toMatchObject([
      { when: { kind: 'compare', field: 'price' }, factor: 1.5 },
      { when: { kind: 'or' }, factor: 0 },
    ]);
  });

  it.each([
    ['', 'expected a field'],
    ['price < 30', 'expected "and", "or" or ":" and a factor after "30" at character 11'],
    ['price < 30:', 'expected a factor from 0 to 100 after ":" at character 12'],
    ['price < 30: -1', 'expected a factor from 0 to 100'],
    ['price < 30: 101', 'expected a factor from 0 to 100'],
    ['price < 30: NaN', 'expected a factor from 0 to 100'],
    ['price < 30: 2 price > 3: 3', 'expected ";" or the end after "2"'],
    [Array.from({ length: 17 }, () => 'price<3:2').join(';'), 'by 16 rules'],
  ])('says what is wrong with %j', (source, message) => {
    expect(() => parseBoosts(source)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining(message) }),
    );
  });
});
