import { describe, expect, it } from 'vitest';
import { historyMark, seenItems } from '../../../../../shared/domain/ranking/seen.js';

const history = [
  { itemId: 'a', kind: 'view', ts: 1 },
  { itemId: 'b', kind: 'order', ts: 2 },
  { itemId: 'c', kind: 'dismiss', ts: 3 },
] as const;

describe('seenItems', () => {
  it('holds the items of the kinds that count, and always what was dismissed', () => {
    expect([...seenItems(history, ['order'])]).toEqual(['b', 'c']);
    expect([...seenItems(history, ['view', 'cart'])]).toEqual(['a', 'c']);
    expect([...seenItems(history, [])]).toEqual(['c']);
  });
});

describe('historyMark', () => {
  it('changes with any event that is added, wherever in time, or removed', () => {
    const early = { itemId: 'z', kind: 'view', ts: 0.5 } as const;
    const marks = [
      historyMark([]),
      historyMark(history),
      historyMark([early, ...history]),
      historyMark([...history, { itemId: 'd', kind: 'view', ts: 3 }]),
      historyMark(history.slice(1)),
    ];
    expect(new Set(marks).size).toBe(marks.length);
  });
});
