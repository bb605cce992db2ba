import { describe, expect, it } from 'vitest';
import { decodeHybrid } from '../../../../../models/recommenders/hybrid/hybrid-files.js';
import { createHybridTrainer } from '../../../../../models/recommenders/hybrid/hybrid-trainer.js';
import type { LearnedModel, LearnedQuery } from '../../../../../shared/ports/learned-model.js';
import type { TrainingSet } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';
import { checkerboard, evens, viewed } from './checkerboard.js';

const trainer = createHybridTrainer({ dimension: 8, epochs: 60, learningRate: 0.05 });

async function modelOf(set: TrainingSet): Promise<LearnedModel> {
  const { files } = await trainer.fit(set, fitContext());
  return trainer.load(files);
}

function ask(model: LearnedModel, query: Partial<LearnedQuery>) {
  return model.rank({ history: [], now: 0, count: 10, ...query });
}

const mugs = Array.from({ length: 10 }, (_, at) => `mug-${at}`);
const caps = Array.from({ length: 10 }, (_, at) => `cap-${at}`);

/** Half of the shoppers, makers, want mugs and the others, drivers, caps; the last of each kind nobody has met yet. */
function twoTastes(): TrainingSet {
  const half = Array.from({ length: 12 }, (_, shopper) => shopper);
  const some = (ids: readonly string[], shopper: number) =>
    ids.slice(0, -1).filter((_, at) => (at + shopper) % 3 > 0);
  return trainingSetOf({
    items: [
      ...mugs.map((id) => ({ id, name: `Blue mug ${id}`, categories: ['mugs'], seller: 'Ann' })),
      ...caps.map((id) => ({ id, name: `Warm cap ${id}`, tags: ['caps'] })),
      { id: 'bare' },
    ],
    histories: [
      ...half.map((shopper) => some(mugs, shopper)),
      ...half.map((shopper) => some(caps, shopper)),
    ],
    traits: [...half.map(() => ['role=maker']), ...half.map(() => ['role=driver'])],
  });
}

describe('hybrid model', () => {
  it('ranks an item that nobody has met by what describes it', async () => {
    const model = await modelOf(twoTastes());
    const { amongScores = [] } = await ask(model, {
      history: viewed('mug-0', 'mug-1'),
      among: ['mug-9', 'cap-9'],
    });
    expect(amongScores[0]).toBeGreaterThan(amongScores[1] ?? Number.NaN);
  });

  it('knows a stranger by their traits alone', async () => {
    const model = await modelOf(twoTastes());
    const { itemIds } = await ask(model, {
      traits: ['role=driver', 'role=driver', 'age=9'],
      count: 9,
    });
    expect(itemIds.every((id) => id.startsWith('cap'))).toBe(true);
  });

  it('follows what was done last, by anybody', async () => {
    const model = await modelOf(twoTastes());
    const first = async (...ids: readonly string[]) =>
      (await ask(model, { history: viewed(...ids), count: 1 })).itemIds[0]?.slice(0, 3);
    expect(await first('cap-2')).toBe('cap');
    expect(await first('cap-2', 'mug-1', 'mug-3', 'mug-5', 'mug-6')).toBe('mug');
  });

  it('turns away from what was dismissed', async () => {
    const model = await modelOf(checkerboard());
    const dismissed = [{ itemId: 'i-4', kind: 'dismiss' as const, ts: 0 }];
    const scoresFor = async (history: LearnedQuery['history']) =>
      (await ask(model, { history, among: ['i-6'] })).amongScores?.[0] ?? Number.NaN;
    expect(await scoresFor(dismissed)).toBeLessThan(await scoresFor(viewed('i-4')));
  });

  it('says nothing where neither history nor traits say anything to it', async () => {
    const model = await modelOf(checkerboard());
    expect(await ask(model, {})).toEqual({ itemIds: [], scores: new Float32Array(0) });
    const { itemIds, amongScores } = await ask(model, {
      history: viewed('unheard-of'),
      traits: ['role=new'],
      among: ['i-1'],
    });
    expect(itemIds).toEqual([]);
    expect(amongScores).toEqual(Float32Array.of(Number.NaN));
  });

  it('scores items by name beside the best, by the same arithmetic, those it does not know not at all', async () => {
    const model = await modelOf(checkerboard());
    const history = viewed('i-1', 'i-3');
    const { itemIds, scores } = await ask(model, { history, count: 50 });
    expect(itemIds).toHaveLength(20);
    expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
    const { amongScores = [], itemIds: none } = await ask(model, {
      history,
      count: 0,
      among: [...itemIds, 'unheard-of'],
    });
    expect(none).toEqual([]);
    for (const [at, score] of scores.entries()) expect(amongScores[at]).toBeCloseTo(score, 5);
    expect(amongScores[20]).toBeNaN();
    await model.close();
  });

  it('leaves out items of which nothing is known', async () => {
    const model = await modelOf(twoTastes());
    const { amongScores = [] } = await ask(model, { history: viewed('mug-0'), among: ['bare'] });
    expect(model.size).toBe(20);
    expect(amongScores[0]).toBeNaN();
  });

  it('learns from one shopper alone, against what they did not choose', async () => {
    const items = [...mugs, ...caps].map((id) => ({ id, categories: [id.slice(0, 3)] }));
    const model = await modelOf(trainingSetOf({ items, histories: [mugs.slice(0, 8)] }));
    const { itemIds } = await ask(model, { history: viewed('mug-0'), count: 10 });
    expect([...itemIds].sort()).toEqual([...mugs].sort());
  });

  it('learns from events of one type, at one time, of items without text', async () => {
    const histories = evens.map((_, shopper) =>
      evens
        .filter((__, at) => at !== shopper)
        .map((item) => ({ item, kind: 'order' as const, ts: 5 })),
    );
    const model = await modelOf(trainingSetOf({ histories }));
    expect((await ask(model, { history: viewed('i-0') })).itemIds).toHaveLength(10);
  });

  it('learns from and answers a shopper with 100,000 events', async () => {
    const many = Array.from({ length: 100_000 }, (_, at) => `i-${(at * 2) % 20}`);
    const model = await modelOf(
      trainingSetOf({ histories: [many, ['i-1', 'i-3'], ['i-3', 'i-5']] }),
    );
    const { itemIds } = await ask(model, { history: viewed(...many), count: 10 });
    expect([...itemIds].sort()).toEqual([...evens].sort());
  });
});

describe('hybrid files', () => {
  const files = async () => new Map((await trainer.fit(checkerboard(), fitContext())).files);

  it('name items in ascending order, whatever order they came in', async () => {
    const parts = decodeHybrid(await files());
    expect(parts.itemIds).toEqual([...parts.itemIds].sort());
  });

  it('are refused where one is missing or cut short', async () => {
    const short = await files();
    short.set('item-biases.f32', new Uint8Array(79));
    await expect(async () => trainer.load(short)).rejects.toThrow(
      'item-biases.f32 has 79 bytes, expected 80',
    );
    short.delete('item-vectors.f32');
    await expect(async () => trainer.load(short)).rejects.toThrow('item-vectors.f32 is missing');
    await expect(async () => trainer.load(new Map())).rejects.toThrow('missing among no files');
  });

  it.each([
    { head: { format: 9 }, expected: /hybrid.json is of format 9, expected 1/ },
    { head: { format: 1, itemIds: [] }, expected: /lacks some of dimension/ },
    { head: null, expected: /hybrid.json is of format undefined, expected 1/ },
  ])('are refused with a head of $head', async ({ head, expected }) => {
    const other = await files();
    other.set('hybrid.json', Buffer.from(JSON.stringify(head)));
    await expect(async () => trainer.load(other)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(expected),
    });
  });

  it('are refused with a head that is no JSON', async () => {
    const other = await files();
    other.set('hybrid.json', Buffer.from('{"format":1,'));
    await expect(async () => trainer.load(other)).rejects.toThrow('hybrid.json is not JSON');
  });
});
