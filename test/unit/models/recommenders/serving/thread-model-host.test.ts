import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ThreadHostOptions,
  threadModelHost,
} from '../../../../../models/recommenders/serving/thread-model-host.js';
import type { ModelName } from '../../../../../shared/domain/ranking.js';
import type { LearnedQuery } from '../../../../../shared/ports/learned-model.js';
import type { HostedModels } from '../../../../../shared/ports/model-host.js';
import type { ModelFiles } from '../../../../../shared/ports/training.js';
import { InProcessThread } from '../../../../support/in-process-thread.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';
import { shelfFiles, shelfTrainer } from '../../../../support/shelf-trainer.js';

const asking = (itemId: string, more: Partial<LearnedQuery> = {}): LearnedQuery => ({
  ...{ history: [{ itemId, kind: 'view', ts: 1 }], now: 2, count: 2 },
  ...more,
});

let threads: InProcessThread[];
let telemetry: RecordedTelemetry;
/** Ends of the pauses under way, by how long each was to be. */
let pauses: { readonly durationMs: number; end(): void }[];
let hosted: HostedModels[];
beforeEach(() => {
  threads = [];
  telemetry = new RecordedTelemetry();
  pauses = [];
  hosted = [];
});
afterEach(async () => {
  for (const one of hosted) await one.close();
});

async function load(
  files: ReadonlyMap<ModelName, ModelFiles> = new Map([['ease', shelfFiles('a', 'b', 'c')]]),
  options: Partial<ThreadHostOptions> = {},
): Promise<HostedModels> {
  const host = threadModelHost({
    start: () => {
      const thread = new InProcessThread([shelfTrainer], options.clock);
      threads.push(thread);
      return thread;
    },
    ...{ deadlineMs: 1_000, maxWaiting: 100, silenceMs: 60_000, telemetry, clock: Date.now },
    warmUp: () => asking('a'),
    pause: (durationMs) =>
      new Promise((resolve) => {
        pauses.push({ durationMs, end: resolve });
      }),
    ...options,
  });
  const loaded = await host.load(async () => structuredClone(files) as typeof files);
  hosted.push(loaded);
  return loaded;
}

const easeOf = ({ models }: HostedModels) => {
  const model = models.get('ease');
  if (!model) throw new Error('expected the model to be hosted');
  return model;
};

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Ends the pause before the next start, once it has begun. */
async function afterPause(): Promise<number> {
  while (pauses.length === 0) await settled();
  const pause = pauses.shift();
  pause?.end();
  return pause?.durationMs ?? 0;
}

describe('A model in a thread', () => {
  it('answers as it would here', async () => {
    const model = easeOf(await load());
    expect(model).toMatchObject({ name: 'ease', size: 3 });
    expect(model.itemVectors).toEqual({
      ...{ itemIds: ['a', 'b', 'c'], dimension: 1 },
      values: Float32Array.of(1, 1, 1),
    });
    expect(await model.rank(asking('a', { among: ['c', 'x'] }))).toEqual({
      itemIds: ['a', 'b'],
      scores: Float32Array.of(1, 0.5),
      amongScores: Float32Array.of(2, -1),
      vector: Float32Array.of(1),
    });
    await model.close();
  });

  it('sends vectors without the memory that they are a view of', async () => {
    const model = easeOf(await load());
    expect(model.itemVectors?.values.buffer.byteLength).toBe(12);
    expect((await model.rank(asking('a'))).scores.buffer.byteLength).toBe(8);
  });

  it('gets all that is asked in one turn in one message', async () => {
    const model = easeOf(await load());
    const [thread] = threads;
    let messages = 0;
    thread?.on('message', () => {
      messages += 1;
    });
    const rankings = Array.from({ length: 20 }, (_, count) => model.rank(asking('a', { count })));
    const lengths = (await Promise.all(rankings)).map(({ itemIds }) => itemIds.length);
    expect(lengths.slice(0, 5)).toEqual([0, 1, 2, 3, 3]);
    expect(messages).toBe(1);
  });

  it('leaves the mixers here, as they are', async () => {
    const blend = new Map([['weights.json', Buffer.from('{}')]]);
    const { models, mixers } = await load(
      new Map<ModelName, ModelFiles>([
        ['ease', shelfFiles('a')],
        ['blend', blend],
      ]),
    );
    expect([...models.keys()]).toEqual(['ease']);
    expect([...mixers.keys()]).toEqual(['blend']);
  });
});

describe('A model that fails', () => {
  it('rejects what it was asked, counts it and goes on', async () => {
    const one = await load();
    await expect(easeOf(one).rank(asking('broken'))).rejects.toMatchObject({
      ...{ code: 'unavailable', message: 'it broke' },
    });
    expect((await easeOf(one).rank(asking('a'))).itemIds).toEqual(['a', 'b']);
    expect(one.health()).toEqual([
      {
        ...{ name: 'ease', isLoaded: true, size: 3, answered: 1, failed: 1 },
        lastFailure: { message: 'it broke', at: expect.any(Number) },
      },
    ]);
  });

  it('is not waited for beyond the deadline', async () => {
    const model = easeOf(await load(undefined, { deadlineMs: 20 }));
    await expect(model.rank(asking('silent'))).rejects.toMatchObject({
      ...{ code: 'unavailable', message: 'no answer within 20 ms' },
    });
    expect((await model.rank(asking('a'))).itemIds).toEqual(['a', 'b']);
  });

  it('is not asked by more than may wait', async () => {
    const model = easeOf(await load(undefined, { maxWaiting: 3 }));
    const asked = Array.from({ length: 5 }, () => model.rank(asking('a')));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'],
    ]);
    expect(outcomes[3]).toMatchObject({
      reason: { message: '3 requests wait for the models already' },
    });
  });

  it('loses its thread when that has kept everybody waiting for long', async () => {
    let now = 0;
    const one = await load(undefined, { deadlineMs: 5, silenceMs: 100, clock: () => now });
    await expect(easeOf(one).rank(asking('silent'))).rejects.toThrow('no answer within 5 ms');
    now = 200;
    await expect(easeOf(one).rank(asking('silent'))).rejects.toThrow('no answer within 5 ms');
    expect(one.health()).toMatchObject([{ isLoaded: false }]);
    await expect(easeOf(one).rank(asking('a'))).rejects.toThrow('it is being loaded again');
    expect(await afterPause()).toBe(250);
    expect(telemetry.exceptions).toMatchObject([
      { message: 'the inference thread ended: it said nothing for 100 ms' },
    ]);
    while (one.health().some(({ isLoaded }) => !isLoaded)) await settled();
    expect(threads).toHaveLength(2);
  });
});

describe('A thread that dies', () => {
  it('fails what waits, is started again and answers as before', async () => {
    const one = await load();
    const waiting = easeOf(one).rank(asking('silent'));
    threads[0]?.die(new Error('out of memory'));
    await expect(waiting).rejects.toMatchObject({
      ...{ code: 'unavailable', message: 'the inference thread ended: out of memory' },
    });
    await settled();
    expect(one.health()).toMatchObject([{ isLoaded: false }]);
    await expect(easeOf(one).rank(asking('a'))).rejects.toThrow('it is being loaded again');
    expect(await afterPause()).toBe(250);
    while (one.health().some(({ isLoaded }) => !isLoaded)) await settled();
    expect((await easeOf(one).rank(asking('a'))).itemIds).toEqual(['a', 'b']);
  });

  it('is given twice as long after each time, and a fresh chance once it has lived', async () => {
    let now = 0;
    const one = await load(undefined, { clock: () => now });
    const isLoaded = () => one.health().every((model) => model.isLoaded);
    const dieAndWait = async () => {
      threads.at(-1)?.die(new Error('again'));
      const durationMs = await afterPause();
      while (!isLoaded()) await settled();
      return durationMs;
    };
    const waits: number[] = [];
    for (let round = 0; round < 10; round++) waits.push(await dieAndWait());
    expect(waits.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(waits.at(-1)).toBe(60_000);
    now += 60_001;
    expect(await dieAndWait()).toBe(250);
  });

  it('is started until its models can be read', async () => {
    let reads = 0;
    const host = threadModelHost({
      start: () => {
        const thread = new InProcessThread([shelfTrainer]);
        threads.push(thread);
        return thread;
      },
      ...{ deadlineMs: 1_000, maxWaiting: 100, silenceMs: 60_000, telemetry, clock: Date.now },
      warmUp: () => asking('a'),
      pause: async () => undefined,
    });
    const one = await host.load(async () => {
      reads += 1;
      if (reads === 2 || reads === 3) throw new Error('the disk is away');
      return new Map([['ease', shelfFiles('a')]]);
    });
    hosted.push(one);
    threads[0]?.die(new Error('first'));
    while (reads < 4 || one.health().some(({ isLoaded }) => !isLoaded)) await settled();
    expect(telemetry.exceptions).toHaveLength(3);
    expect((await easeOf(one).rank(asking('a'))).itemIds).toEqual(['a']);
  });

  it('stays dead once the version has been closed', async () => {
    const one = await load();
    await one.close();
    const other = await load();
    threads[1]?.die(new Error('while closing'));
    await settled();
    await other.close();
    expect(await afterPause()).toBe(250);
    await settled();
    expect(threads).toHaveLength(2);
  });
});

describe('A version that cannot be loaded', () => {
  it.each<[string, ReadonlyMap<ModelName, ModelFiles>, string]>([
    ['files of another format', new Map([['ease', new Map()]]), 'ease: expected a shelf.json'],
    ['no trainer', new Map([['gru', shelfFiles('a')]]), 'gru: no trainer by this name'],
  ])('for %s is refused, and its thread ended', async (_, files, message) => {
    await expect(load(files)).rejects.toMatchObject({
      ...{ code: 'conflict', message: expect.stringContaining(message) },
    });
    expect(threads).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it('because a model fails when it is tried is refused', async () => {
    const tried = load(undefined, { warmUp: () => asking('broken') });
    await expect(tried).rejects.toMatchObject({ code: 'unavailable', message: 'it broke' });
  });

  it('because its thread dies while it loads is refused', async () => {
    const deadly = load(undefined, { warmUp: () => asking('silent') });
    while (threads.length === 0) await settled();
    threads[0]?.die(new Error('out of memory'));
    await expect(deadly).rejects.toMatchObject({ code: 'unavailable' });
  });
});
