import { expect, it } from 'vitest';
import { NeighbourLists } from '../../../../../models/recommenders/neighbours/neighbour-lists.js';

function listsWith(size: number) {
  const state = { computed: 0, changes: 0, events: 10, generation: 0 };
  const lists = new NeighbourLists({
    compute() {
      state.computed += 1;
      return {
        items: new Int32Array(size),
        weights: new Float32Array(size),
        evidence: 1,
        objectives: new Float32Array(0),
      };
    },
    changesOf: () => state.changes,
    eventsOf: () => state.events,
    get generation() {
      return state.generation;
    },
  });
  return { state, lists };
}

it('a list of an item with few events is made anew after any change near it', () => {
  const { state, lists } = listsWith(3);
  expect(lists.of(1)).toBe(lists.of(1));
  state.changes += 1;
  lists.of(1);
  expect(state.computed).toBe(2);
});

it('a list of an item with many events outlives some changes, but no upheaval', () => {
  const { state, lists } = listsWith(3);
  state.events = 1_000;
  lists.of(1);
  state.changes = 200;
  lists.of(1);
  expect(state.computed).toBe(1);
  state.changes = 201;
  lists.of(1);
  expect(state.computed).toBe(2);
  state.generation += 1;
  lists.of(1);
  expect(state.computed).toBe(3);
});

it('the least recently used lists go when there are too many neighbours', () => {
  const { state, lists } = listsWith(400_000);
  lists.of(1);
  lists.of(2);
  lists.of(1);
  lists.of(3);
  expect(state.computed).toBe(3);
  lists.of(1);
  expect(state.computed).toBe(3);
  lists.of(2);
  expect(state.computed).toBe(4);
});
