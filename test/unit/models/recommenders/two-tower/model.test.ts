import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Interaction } from '../../../../../shared/domain/event.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';
import { bytesOf, fitted, ringHistories, rings, trainer, viewsOf } from './rings.js';

describe('the two-tower model', () => {
  let model: LearnedModel;
  beforeAll(async () => {
    model = await fitted(rings);
  });
  afterAll(() => model.close());

  it('puts the next item of a sequence first, and scores items beside the best', async () => {
    const ask = (last: string) =>
      model.rank({ history: viewsOf(last), now: 0, count: 3, among: ['x4', 'never'] });
    const [afterX, afterY] = [await ask('x3'), await ask('y6')];
    expect(afterX.itemIds[0]).toBe('x4');
    expect(afterY.itemIds[0]).toBe('y7');
    expect(afterX.amongScores?.[0]).toBeCloseTo(afterX.scores[0] ?? 0, 5);
    expect(afterX.amongScores?.[1]).toBeNaN();
    expect(Math.hypot(...(afterX.vector ?? []))).toBeCloseTo(1, 5);
  });

  it('gives every item a vector of unit length, near those that follow it', async () => {
    const { itemIds = [], dimension = 0, values = new Float32Array(0) } = model.itemVectors ?? {};
    expect(itemIds).toEqual([...itemIds].sort());
    expect(itemIds).toHaveLength(16);
    for (let item = 0; item < itemIds.length; item += 1) {
      const row = values.subarray(item * dimension, (item + 1) * dimension);
      expect(Math.hypot(...row)).toBeCloseTo(1, 5);
    }
  });

  it('gives the same files for the same seed, and others for another', async () => {
    const fitWith = async (seed: number) =>
      bytesOf((await trainer.fit(rings, fitContext({ seed }))).files);
    const files = await fitWith(1);
    expect(await fitWith(1)).toEqual(files);
    expect((await fitWith(2)).get('items.f32')).not.toBe(files.get('items.f32'));
  });

  it('passes over unknown items and dismissals, and says nothing where nothing else is left', async () => {
    const rank = (history: readonly Interaction[]) => model.rank({ history, now: 0, count: 2 });
    const dismissed: Interaction = { itemId: 'y1', kind: 'dismiss', ts: 1 };
    const known = await rank(viewsOf('x3'));
    expect(await rank([...viewsOf('x3', 'never'), dismissed])).toEqual(known);
    expect((await rank([dismissed])).itemIds).toEqual([]);
    expect((await rank([])).itemIds).toEqual([]);
  });

  it('answers as many as there are where more are asked, and none where none are', async () => {
    const history = viewsOf('x3');
    expect((await model.rank({ history, now: 0, count: 100 })).itemIds).toHaveLength(16);
    expect((await model.rank({ history, now: 0, count: 0 })).itemIds).toEqual([]);
  });

  it('knows shoppers without a past by their traits', async () => {
    const histories = ringHistories(120);
    const traits = histories.map(([first = '']) => [`ring=${first[0]}`]);
    const model = await fitted(trainingSetOf({ histories, traits }));
    const rank = async (trait: string) => {
      const asked = { history: [], traits: [trait], now: 0, count: 4 };
      return new Set((await model.rank(asked)).itemIds.map((id) => id[0]));
    };
    expect(await rank('ring=x')).toEqual(new Set(['x']));
    expect(await rank('ring=y')).toEqual(new Set(['y']));
    expect(await rank('ring=z')).toEqual(new Set());
    await model.close();
  });

  it('places an item that nobody has touched by its features', async () => {
    const items = ['x', 'y'].flatMap((ring) =>
      Array.from({ length: 9 }, (_, at) => ({
        ...{ id: `${ring}${at}`, name: `${ring === 'x' ? 'wooden spoon' : 'running shoe'} ${at}` },
        ...{ categories: [ring === 'x' ? 'Kitchen' : 'Sport'], price: ring === 'x' ? 5 : 90 },
      })),
    );
    const model = await fitted(trainingSetOf({ histories: ringHistories(120), items }));
    const asked = { history: viewsOf('x3', 'x4'), now: 0, count: 0, among: ['x8', 'y8'] };
    const [spoon = 0, shoe = 0] = (await model.rank(asked)).amongScores ?? [];
    expect(spoon).toBeGreaterThan(shoe + 0.2);
    await model.close();
  });

  it('learns what hours and days tell where the data spans weeks', async () => {
    const hourMs = 3_600_000;
    const histories = Array.from({ length: 300 }, (_, day) => {
      const [hour, next] = day % 2 ? [6, 'breakfast'] : [18, 'dinner'];
      const ts = day * 24 * hourMs + hour * hourMs;
      return [
        { item: 'home', ts },
        { item: next, ts: ts + 60_000 },
      ];
    });
    const model = await fitted(trainingSetOf({ histories }));
    const bestAt = async (hour: number) => {
      const now = 400 * 24 * hourMs + hour * hourMs;
      const history = [{ itemId: 'home', kind: 'view' as const, ts: now - 60_000 }];
      return (await model.rank({ history, now, count: 1 })).itemIds[0];
    };
    expect(await bestAt(6)).toBe('breakfast');
    expect(await bestAt(18)).toBe('dinner');
    await model.close();
  });
});

describe('loading the two-tower model', () => {
  it('answers as the model that was saved, also from bytes at odd addresses', async () => {
    const { files } = await trainer.fit(rings, fitContext());
    const moved = new Map(
      [...files].map(([name, file]) => {
        const shifted = new Uint8Array(file.length + 1);
        shifted.set(file, 1);
        return [name, shifted.subarray(1)];
      }),
    );
    const [a, b] = [await trainer.load(files), await trainer.load(moved)];
    const query = { history: viewsOf('x1', 'x2'), now: 0, count: 5 };
    expect(await a.rank(query)).toEqual(await b.rank(query));
    await a.close();
    await b.close();
  });

  it('refuses files of another format, missing and truncated ones', async () => {
    const { files } = await trainer.fit(rings, fitContext());
    const withFile = (name: string, content: string | Uint8Array) =>
      trainer.load(new Map([...files, [name, Buffer.from(content)]]));
    await expect(trainer.load(new Map())).rejects.toThrow('needs the file two-tower.json');
    await expect(withFile('two-tower.json', '{"format":"two-tower/9"}')).rejects.toThrow(
      'format two-tower/1 was expected, but it is "two-tower/9"',
    );
    await expect(withFile('two-tower.json', 'no')).rejects.toThrow('should be JSON');
    await expect(withFile('items.f32', new Uint8Array(7))).rejects.toThrow('items.f32 should hold');
  });
});
