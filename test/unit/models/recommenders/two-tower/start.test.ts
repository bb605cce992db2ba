import { describe, expect, it } from 'vitest';
import { createTwoTowerTrainer } from '../../../../../models/recommenders/two-tower/two-tower.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';
import { bytesOf, ringHistories, rings, small, trainer, viewsOf } from './rings.js';

describe('going on from an earlier model', () => {
  const before = ringHistories(120);
  /** As `before`, and one more day in which a new item came up after x3. */
  const after = [
    ...before,
    ...Array.from({ length: 12 }, () =>
      ['x2', 'x3', 'new'].map((item, at) => ({ item, ts: 86_400_000 + at })),
    ),
  ];

  it('learns what is new in fewer steps, and keeps the old', async () => {
    const previous = (await trainer.fit(trainingSetOf({ histories: before }), fitContext())).files;
    const context = fitContext({ previous });
    const { files, figures } = await trainer.fit(trainingSetOf({ histories: after }), context);
    expect(figures['isWarm']).toBe(1);
    const model = await trainer.load(files);
    const rank = async (...ids: string[]) =>
      (await model.rank({ history: viewsOf(...ids), now: 0, count: 2 })).itemIds;
    expect(await rank('x2', 'x3')).toContain('new');
    expect((await rank('y6'))[0]).toBe('y7');
    await model.close();
  });

  it('takes no step where nothing is new', async () => {
    const { files: previous } = await trainer.fit(rings, fitContext());
    const { files, figures } = await trainer.fit(rings, fitContext({ previous }));
    expect(figures['steps']).toBe(0);
    expect(bytesOf(files)).toEqual(bytesOf(previous));
  });

  it('starts anew where much is new, or the model was made otherwise', async () => {
    const part = trainingSetOf({ histories: before.slice(0, 40) });
    const { files: small40 } = await trainer.fit(part, fitContext());
    const late = trainingSetOf({
      histories: before.map((ids, at) => ids.map((item, step) => ({ item, ts: at * 1e6 + step }))),
    });
    const grown = await trainer.fit(late, fitContext({ previous: small40 }));
    expect(grown.figures['isWarm']).toBe(0);
    const wider = createTwoTowerTrainer({ ...small, dimension: 20 });
    const { files: previous } = await wider.fit(rings, fitContext());
    const other = await trainer.fit(rings, fitContext({ previous }));
    expect(other.figures['isWarm']).toBe(0);
    const older = new Map([['two-tower.json', Buffer.from('{"format":"two-tower/0"}')]]);
    const unread = await trainer.fit(rings, fitContext({ previous: older }));
    expect(unread.figures['isWarm']).toBe(0);
  });

  it('starts anew where traits are known for the first time', async () => {
    const { files: previous } = await trainer.fit(rings, fitContext());
    const traits = before.map(() => ['role=buyer']);
    const set = trainingSetOf({ histories: before, traits });
    expect((await trainer.fit(set, fitContext({ previous }))).figures['isWarm']).toBe(0);
  });
});
