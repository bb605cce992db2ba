import { describe, expect, it } from 'vitest';
import { createMeasure } from '../../../../../../models/training/evaluation/measure/measure.js';
import type { EvaluationCase } from '../../../../../../shared/domain/evaluation/evaluation-case.js';
import type { EventKind } from '../../../../../../shared/domain/event.js';
import type { Recommender, RecommendQuery } from '../../../../../../shared/ports/recommender.js';
import { trainingSetOf } from '../../../../../support/training-set.js';

/** Ten items, of which a and b are the head; u-0 … u-3 met them. */
const train = trainingSetOf({
  histories: [['a', 'b'], ['a', 'b', 'c'], ['a', 'd'], ['a']],
  items: [...'abcdefghij'].map((id) => ({ id })),
});

const step = (itemId: string, kind: EventKind = 'view') => ({ itemId, kind, ts: 7 });
const asked = (history: string, ...targets: readonly EvaluationCase['targets'][number][]) => ({
  ...{ shopper: 'x', history: [...history].map((id) => step(id)), targets },
});

/** Answers with the letters of `list`, and remembers what it was asked. */
function answering(list: string) {
  const queries: RecommendQuery[] = [];
  const recommender: Recommender = {
    name: 'popular',
    async recommend(query) {
      queries.push(query);
      const accepted = [...list].filter((id) => query.accept(id)).slice(0, query.count);
      return accepted.map((itemId, at) => ({
        ...{ itemId, score: 1 / (at + 1), reason: { kind: 'catalogue' } as const },
      }));
    },
  };
  return { queries, recommender };
}

const options = { cutoffs: [2, 4], seed: 1, checkpoint: async () => undefined };
const cases = [
  asked('', step('a')),
  asked('ab', step('c'), step('d', 'cart')),
  asked('abcd', step('z', 'order')),
];

describe('a measure', () => {
  it('scores one list a case, in the order of the cases', async () => {
    const { queries, recommender } = answering('abcdefghij');
    const { scores, summary } = await createMeasure(train, cases, options)(recommender);
    expect(queries).toHaveLength(cases.length);
    expect(queries.map(({ now }) => now)).toEqual([7, 7, 7]);
    expect(scores.get('hit-rate@2')).toEqual(Float64Array.of(1, 0, 0));
    expect(scores.get('recall@4')).toEqual(Float64Array.of(1, 1, 0));
    expect(scores.get('mrr@4')).toEqual(Float64Array.of(1, 1 / 3, 0));
    expect(summary.views[0]?.metrics['hit-rate@2']?.mean).toBeCloseTo(1 / 3);
    expect(summary.coverage).toBe(0.4);
  });

  it('tells objectives and segments apart', async () => {
    const { summary } = await createMeasure(train, cases, options)(answering('cabd').recommender);
    const parts = summary.views.map(({ name, kind, cases: count, metrics }) => ({
      ...{ name, kind, count, mrr: metrics['mrr@4']?.mean },
    }));
    expect(parts).toEqual([
      { name: 'all', kind: 'whole', count: 3, mrr: 0.5 },
      { name: 'clicks', kind: 'objective', count: 2, mrr: 0.75 },
      { name: 'carts', kind: 'objective', count: 1, mrr: 0.25 },
      { name: 'orders', kind: 'objective', count: 1, mrr: 0 },
      { name: 'new users', kind: 'segment', count: 1, mrr: 0.5 },
      { name: 'short sessions', kind: 'segment', count: 1, mrr: 1 },
      { name: 'longer histories', kind: 'segment', count: 1, mrr: 0 },
      { name: 'long tail', kind: 'segment', count: 2, mrr: 0.5 },
    ]);
    expect(summary.weightedRecall).toBeCloseTo(0.1 * 1 + 0.3 * 1 + 0.6 * 0);
  });

  it('asks for whole rankings only where the area under them is wanted', async () => {
    const { queries, recommender } = answering('abcdefghij');
    const clicks = [asked('', step('b'))];
    await createMeasure(train, clicks, options)(recommender);
    const whole = { ...options, candidatesOf: () => 10 };
    const { scores } = await createMeasure(train, clicks, whole)(recommender);
    expect(queries.map(({ count }) => count)).toEqual([4, 10]);
    expect(scores.get('auc')).toEqual(Float64Array.of(1 - 1 / 9));
  });

  it('lets a protocol say what lists may hold', async () => {
    const acceptFor = ({ history }: EvaluationCase) => {
      const seen = new Set(history.map(({ itemId }) => itemId));
      return (id: string) => !seen.has(id);
    };
    const measure = createMeasure(train, cases, { ...options, acceptFor });
    const { scores } = await measure(answering('abcdefghij').recommender);
    expect(scores.get('mrr@2')).toEqual(Float64Array.of(1, 1, 0));
  });

  it('stops at a checkpoint that is told to', async () => {
    const checkpoint = async () => {
      throw new Error('cancelled');
    };
    const measure = createMeasure(train, cases, { ...options, checkpoint });
    await expect(measure(answering('a').recommender)).rejects.toThrow('cancelled');
  });

  it('has nothing to say where nothing is asked', async () => {
    const { scores, summary } = await createMeasure(train, [], options)(answering('a').recommender);
    expect([scores.size, summary.views]).toEqual([0, []]);
    expect(summary.coverage).toBe(0);
  });
});
