import { describe, expect, it } from 'vitest';
import { createTwoTowerTrainer } from '../../../../../models/recommenders/two-tower/two-tower.js';
import type { EventKind } from '../../../../../shared/domain/event.js';
import type { TrainingSet } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';
import { ringHistories, rings, small, trainer, viewsOf } from './rings.js';

describe('fitting the two-tower model', () => {
  it('declines a shop where nothing can be foretold', () => {
    expect(trainer.declines(trainingSetOf({ histories: [] }))).toContain('nobody did anything');
    expect(trainer.declines(trainingSetOf({ histories: [['a'], ['b']] }))).toBeDefined();
    expect(trainer.declines(rings)).toBeUndefined();
  });

  it('declines more items than its memory holds', () => {
    const wide = createTwoTowerTrainer({ dimension: 100_000_000 });
    expect(wide.declines(rings)).toBe('16 items are too many: at most 3');
  });

  it('stops when it is cancelled', async () => {
    const cancelled = trainer.fit(rings, fitContext({ cancelAfter: 0 }));
    await expect(cancelled).rejects.toThrow('cancelled by the test');
  });

  it('keeps what it has when the time is over', async () => {
    const { files, figures } = await trainer.fit(rings, fitContext({ timeLimitMs: 0 }));
    expect(figures['steps']).toBe(0);
    const model = await trainer.load(files);
    expect((await model.rank({ history: viewsOf('x1'), now: 0, count: 1 })).itemIds).toHaveLength(
      1,
    );
    await model.close();
  });

  it('rejects where the loss is not finite, saying after how much work', async () => {
    const weight = new Float32Array(rings.events.item.length).fill(Number.NaN);
    const fit = trainer.fit({ ...rings, events: { ...rings.events, weight } }, fitContext());
    await expect(fit).rejects.toThrow(/loss of the two-tower model is NaN after 1 of \d+ steps/);
  });

  it.each([
    [1e6, /came apart after \d+ steps: its largest weight is \d+, expected at most 1000/],
    [1e30, /loss of the two-tower model is NaN after 2 of \d+ steps/],
  ])('rejects where it explodes at a learning rate of %d', async (learningRate, reason) => {
    const exploding = createTwoTowerTrainer({ ...small, learningRate });
    await expect(exploding.fit(rings, fitContext())).rejects.toThrow(reason);
  });

  it.each<[string, TrainingSet]>([
    ['one shopper', trainingSetOf({ histories: [['a', 'b', 'a', 'c']] })],
    [
      'events at one moment',
      trainingSetOf({
        histories: ringHistories(9).map((ids) => ids.map((item) => ({ item, ts: 7 }))),
      }),
    ],
    [
      'events of one kind',
      trainingSetOf({
        histories: [['a', 'b'].map((item) => ({ item, kind: 'order' as EventKind }))],
      }),
    ],
    [
      'a dismissal among views',
      trainingSetOf({ histories: [['a', { item: 'b', kind: 'dismiss' }, 'c', 'a']] }),
    ],
    [
      'items without events or text',
      trainingSetOf({ histories: [['a', 'b']], items: [{ id: 'z' }] }),
    ],
  ])('works with %s', async (_, set) => {
    const { files, figures } = await trainer.fit(set, fitContext());
    expect(Number.isFinite(figures['loss'])).toBe(true);
    const model = await trainer.load(files);
    const { itemIds } = await model.rank({
      history: viewsOf(set.items[0]?.id ?? ''),
      now: 9,
      count: 9,
    });
    expect(itemIds.length).toBeLessThanOrEqual(set.items.length);
    await model.close();
  });

  it('takes the newest examples of a shopper with 100,000 events', async () => {
    const history = Array.from({ length: 100_000 }, (_, at) => `i${at % 50}`);
    const { figures } = await trainer.fit(
      trainingSetOf({ histories: [history] }),
      fitContext({ timeLimitMs: 200 }),
    );
    expect(figures['examples']).toBe(2_000);
  });
});
