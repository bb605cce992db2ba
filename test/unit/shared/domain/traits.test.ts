import { describe, expect, it } from 'vitest';
import { traitsOf } from '../../../../shared/domain/traits.js';

describe('the traits of a shopper', () => {
  it('are name=value, one for each value of a list, nothing for null', () => {
    const features = { role: 'maker', age: 30, staff: false, likes: ['tea', 7], nothing: null };
    expect(traitsOf(features)).toEqual([
      'role=maker',
      'age=30',
      'staff=false',
      'likes=tea',
      'likes=7',
    ]);
  });

  it('are at most 64, none longer than 128 letters', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, n]));
    expect(traitsOf(many)).toHaveLength(64);
    expect(traitsOf({ story: 'x'.repeat(200), short: 'y' })).toEqual(['short=y']);
  });
});
