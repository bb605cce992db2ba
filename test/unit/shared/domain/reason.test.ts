import { describe, expect, it } from 'vitest';
import type { Reason } from '../../../../shared/domain/ranking.js';
import { describeReason } from '../../../../shared/domain/reason.js';

const nameOf = (itemId: string) => (itemId === 'mug-1' ? 'Blue mug' : undefined);

describe('describeReason', () => {
  it.each<[Reason, string]>([
    [{ kind: 'viewed', because: 'mug-1' }, 'because you viewed Blue mug'],
    [{ kind: 'liked', because: 'mug-1' }, 'because you liked Blue mug'],
    [{ kind: 'carted', because: 'mug-1' }, 'because you put Blue mug in your cart'],
    [{ kind: 'ordered', because: 'mug-1' }, 'because you bought Blue mug'],
    [{ kind: 'bought-together', because: 'mug-1' }, 'bought together with Blue mug'],
    [{ kind: 'similar', because: 'mug-1' }, 'similar to Blue mug'],
    [{ kind: 'similar-shoppers', because: 'mug-1' }, 'chosen by shoppers who chose Blue mug'],
    [{ kind: 'popular', category: 'Mugs', thisWeek: true }, 'popular in Mugs this week'],
    [{ kind: 'popular', thisWeek: false }, 'popular'],
    [{ kind: 'trending' }, 'trending'],
    [{ kind: 'new', category: 'Mugs' }, 'new in Mugs'],
    [{ kind: 'catalogue' }, 'from the catalogue'],
  ])('says %o as %s', (reason, words) => {
    expect(describeReason({ itemId: 'plate-1', score: 1, reason }, nameOf)).toBe(words);
  });

  it.each<[Reason, string]>([
    [{ kind: 'viewed', because: 'gone' }, 'because you viewed something like it'],
    [{ kind: 'carted', because: 'gone' }, 'because you put something like it in your cart'],
    [{ kind: 'bought-together', because: 'gone' }, 'bought together with something you chose'],
    [{ kind: 'similar', because: 'gone' }, 'similar to something you chose'],
    [{ kind: 'similar-shoppers', because: 'gone' }, 'chosen by shoppers who chose what you chose'],
  ])('names no item that is gone: %o', (reason, words) => {
    expect(describeReason({ itemId: 'plate-1', score: 1, reason }, nameOf)).toBe(words);
  });

  it.each<[Reason, string]>([
    [{ kind: 'viewed', because: 'mug-1' }, 'because you viewed it'],
    [{ kind: 'carted', because: 'mug-1' }, 'because you put it in your cart'],
    [{ kind: 'similar', because: 'mug-1' }, 'similar to something you chose'],
    [{ kind: 'similar-shoppers', because: 'mug-1' }, 'chosen by shoppers who chose what you chose'],
  ])('does not explain an item by its own name: %o', (reason, words) => {
    expect(describeReason({ itemId: 'mug-1', score: 1, reason }, nameOf)).toBe(words);
  });
});
