import { describe, expect, it } from 'vitest';
import {
  interactionMatrix,
  itemsWithEvents,
} from '../../../../../models/recommenders/ease/interaction-matrix.js';
import { trainingSetOf } from '../../../../support/training-set.js';

describe('the interaction matrix', () => {
  const set = trainingSetOf({
    items: [{ id: 'untouched' }, { id: 'a' }, { id: 'b' }],
    histories: [['a', 'b', 'a'], [], [{ item: 'a', kind: 'dismiss' }, { item: 'b' }]],
  });

  it('holds each pair of shopper and item once, and no dismissal', () => {
    const { itemIds, starts, columns } = interactionMatrix(set);
    expect(itemIds).toEqual(['a', 'b']);
    expect([...starts]).toEqual([0, 2, 2, 3]);
    expect([...columns]).toEqual([0, 1, 1]);
  });

  it('has a column only for items that somebody was interested in', () => {
    expect(itemsWithEvents(set)).toEqual([1, 2]);
  });
});
