import { describe, expect, it } from 'vitest';
import { usualSplit } from '../../../../../../models/training/evaluation/protocols/protocol.js';
import { protocols } from '../../../../../../models/training/evaluation/protocols/protocols.js';
import { sliceStart } from '../../../../../../models/training/evaluation/protocols/time-slice.js';
import type { EvaluationCase } from '../../../../../../shared/domain/evaluation/evaluation-case.js';
import type { TrainingSet } from '../../../../../../shared/ports/training.js';
import { trainingSetOf } from '../../../../../support/training-set.js';

const at = (item: string, ts: number) => ({ item, ts });

/** The last quarter of its twelve events happens at 90 or later. */
const shop = trainingSetOf({
  histories: [
    [at('a', 10), at('b', 20), at('c', 30), at('d', 90)],
    [at('b', 40), at('c', 50), at('a', 60)],
    [at('d', 95), at('a', 99)],
    [at('c', 70), at('d', 80), { item: 'e', ts: 81 }],
  ],
  traits: [['role=buyer'], [], ['role=guest']],
});

function split(name: string, set: TrainingSet, options = {}) {
  const protocol = protocols.find((each) => each.name === name);
  if (!protocol) throw new Error(`no protocol ${name}`);
  return protocol.split(set, { ...usualSplit, heldOutShare: 0.25, ...options });
}

const told = ({ shopper, history, targets }: EvaluationCase) =>
  `${shopper}: ${history.map((step) => step.itemId).join('')} → ${targets.map((step) => step.itemId).join('')}`;

function itemsOf({ items, events, shoppers }: TrainingSet): readonly string[] {
  return shoppers.ids.map((id, shopper) => {
    const rows = events.item.subarray(events.starts[shopper], events.starts[shopper + 1]);
    return `${id}: ${[...rows].map((row) => items[row]?.id).join('')}`;
  });
}

describe('the protocol time', () => {
  it('learns only from before the slice and asks each of its shoppers once', () => {
    const { train, cases } = split('time', shop);
    expect(itemsOf(train)).toEqual(['u-0: abc', 'u-1: bca', 'u-3: cde']);
    expect(cases.map(({ shopper }) => shopper)).toEqual(['u-0', 'u-2']);
    expect(told(cases[0] ?? never())).toBe('u-0: abc → d');
    expect(['u-2:  → da', 'u-2: d → a']).toContain(told(cases[1] ?? never()));
  });

  it('keeps traits with their shoppers, in the training part and in the cases', () => {
    const { train, cases } = split('time', shop);
    expect(train.shoppers.traits).toEqual(new Map([[0, ['role=buyer']]]));
    expect(cases.map(({ traits }) => traits)).toEqual([['role=buyer'], ['role=guest']]);
  });

  it('cuts at the same moments for the same seed', () => {
    const many = trainingSetOf({
      histories: Array.from({ length: 30 }, () => [...'abcdefgh'].map((item, ts) => at(item, ts))),
    });
    const cuts = (seed: number) => split('time', many, { seed, heldOutShare: 0.5 }).cases.map(told);
    expect(cuts(1)).toEqual(cuts(1));
    expect(cuts(1)).not.toEqual(cuts(2));
  });

  it('has no slice where all happened at once, and none of nothing', () => {
    expect(sliceStart(Float64Array.of(5, 5, 5), 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(sliceStart(new Float64Array(0), 0.5)).toBe(Number.POSITIVE_INFINITY);
    const { train, cases } = split('time', trainingSetOf({ histories: [] }));
    expect([train.shoppers.ids, cases]).toEqual([[], []]);
  });
});

describe('the protocol leave-one-out', () => {
  it('asks for the last step of whoever has three', () => {
    const { train, cases } = split('leave-one-out', shop);
    expect(itemsOf(train)).toEqual(['u-0: abc', 'u-1: bc', 'u-2: da', 'u-3: cd']);
    expect(cases.map(told)).toEqual(['u-0: abc → d', 'u-1: bc → a', 'u-3: cd → e']);
  });

  it('tells no more of a history than the limit', () => {
    const { cases } = split('leave-one-out', shop, { maxHistory: 1 });
    expect(cases.map(told)).toEqual(['u-0: c → d', 'u-1: c → a', 'u-3: d → e']);
  });

  it('never asks for a dismissal', () => {
    const history = ['a', 'b', { item: 'c', kind: 'dismiss' as const }];
    expect(split('leave-one-out', trainingSetOf({ histories: [history] })).cases).toEqual([]);
  });
});

describe('the protocol every-prefix', () => {
  it('asks after every step of the slice for the next', () => {
    const { train, cases } = split('every-prefix', shop, { heldOutShare: 0.5 });
    expect(itemsOf(train)).toEqual(['u-0: abc', 'u-1: bca']);
    expect(cases.map(told)).toEqual(['u-2: d → a', 'u-3: c → d', 'u-3: cd → e']);
  });
});

function never(): never {
  throw new Error('a case is missing');
}
