import { describe, expect, it } from 'vitest';
import { countingModelsOf } from '../../../../../../models/training/evaluation/models/counting-models-of.js';
import { fitLearned } from '../../../../../../models/training/evaluation/models/fit-learned.js';
import { trainModels } from '../../../../../../models/training/evaluation/models/train-models.js';
import { leaveOneOut } from '../../../../../../models/training/evaluation/protocols/leave-one-out.js';
import { usualSplit } from '../../../../../../models/training/evaluation/protocols/protocol.js';
import type { ModelName } from '../../../../../../shared/domain/ranking.js';
import type { Trainer, TrainingSet } from '../../../../../../shared/ports/training.js';
import { trainingSetOf } from '../../../../../support/training-set.js';

const set = trainingSetOf({
  histories: [
    ['a', 'b', 'c'],
    ['a', { item: 'b', kind: 'order', ts: 5 }],
    ['b', 'c', 'd'],
    [{ item: 'a', kind: 'dismiss', ts: 9 }],
  ],
});
const checkpoint = async () => undefined;
const options = { seed: 1, checkpointFor: () => checkpoint };

/** Always names one item. */
function constantTrainer(name: ModelName, changes: Partial<Trainer> = {}): Trainer {
  return {
    ...{ name, parameters: {}, declines: () => undefined },
    fit: async () => ({ files: new Map(), figures: { epochs: 3 } }),
    load: async () => ({
      ...{ name, size: 1 },
      rank: async () => ({ itemIds: ['d'], scores: Float32Array.of(1) }),
      close: async () => undefined,
    }),
    ...changes,
  };
}

const query = { history: [], count: 5, now: 10, accept: () => true };

describe('counting models of a training set', () => {
  it('know its items, events and shoppers', async () => {
    const counting = await countingModelsOf(set, checkpoint);
    expect(counting.stats()).toMatchObject({ items: 4, events: 8, users: 4 });
    const history = counting.histories.ofUser('u-1', 10);
    expect(history).toEqual([
      { itemId: 'a', kind: 'view', ts: 0 },
      { itemId: 'b', kind: 'order', ts: 5 },
    ]);
  });
});

describe('learned models', () => {
  it('that decline or fail are told of, and the others are fitted', async () => {
    const trainers = [
      constantTrainer('gru'),
      constantTrainer('ease', { declines: () => 'too many items' }),
      constantTrainer('hybrid', {
        fit: async () => {
          throw new Error('the loss is NaN');
        },
      }),
    ];
    const { models, declined, figures, costs } = await fitLearned(set, { ...options, trainers });
    expect([...models.keys()]).toEqual(['gru']);
    expect(Object.fromEntries(declined)).toEqual({
      ease: 'too many items',
      hybrid: 'the loss is NaN',
    });
    expect(figures.get('gru')).toEqual({ epochs: 3 });
    expect(costs.get('gru')?.wallSeconds).toBeGreaterThanOrEqual(0);
  });

  it('end the whole run where that is cancelled', async () => {
    const stopping = new AbortController();
    const trainer = constantTrainer('gru', {
      fit: async () => {
        stopping.abort(new Error('enough'));
        throw new Error('the loss is NaN');
      },
    });
    const { signal } = stopping;
    const run = fitLearned(set, { ...options, trainers: [trainer], signal });
    await expect(run).rejects.toThrow('enough');
  });
});

describe('trained models', () => {
  it('answer under their names, mixtures among them', async () => {
    const trained = await trainModels(set, {
      ...{ ...options, trainers: [constantTrainer('gru')], mixers: ['blend', 'session'] },
      holdOut: (train) => leaveOneOut.split(train, usualSplit),
    });
    const names = ['popular', 'co-visitation', 'session-knn', 'gru', 'blend', 'session'] as const;
    for (const name of names) {
      const answer = await trained.recommenders.get(name)?.recommend(query);
      expect(answer, name).toBeDefined();
    }
    expect(trained.costs.get('blend')?.cpuSeconds).toBeGreaterThanOrEqual(0);
    const [first] = (await trained.recommenders.get('gru')?.recommend(query)) ?? [];
    expect(first?.itemId).toBe('d');
    await trained.close();
  });

  it('hold nothing back where no mixture is wanted', async () => {
    let heldOut = 0;
    const holdOut = (train: TrainingSet) => {
      heldOut += 1;
      return { train, cases: [] };
    };
    await trainModels(set, { ...options, trainers: [], mixers: [], holdOut });
    expect(heldOut).toBe(0);
  });
});
