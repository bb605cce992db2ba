import { setMaxListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type SerpOptions,
  serpShoppingSearch,
} from '../../../../../shared/adapters/shopping/serp-shopping-search.js';
import {
  type ProviderMood,
  type ShoppingProvider,
  startShoppingProvider,
} from '../../../../support/flaky-shopping-provider.js';

let provider: ShoppingProvider | undefined;
afterEach(async () => {
  await provider?.lookUps(0);
  await provider?.close();
  provider = undefined;
});

const patient = new AbortController().signal;
setMaxListeners(0, patient);
const key = 'very-secret-key';

async function searching(
  moodOf: (lookUp: number) => ProviderMood,
  options: Partial<SerpOptions> = {},
) {
  provider = await startShoppingProvider(moodOf);
  const endpoint = `${provider.origin}/search.json?no_cache=true`;
  const locale = { language: 'de', country: 'at' };
  const search = serpShoppingSearch({
    ...{ endpoint, key, locale, timeoutMs: 10_000, concurrency: 4 },
    ...options,
  });
  return {
    provider,
    find: (text: string, signal = patient) => search.search({ text, limit: 3 }, signal),
  };
}

/** What went wrong, in words. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error('it went well'),
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'unavailable' });
  return String(error instanceof Error ? error.message : error);
}

describe('A shopping provider', () => {
  it('is asked in its own words, and its offers are read in its order', async () => {
    const { find, provider } = await searching(() => 'good');
    expect(await find('Blue mug')).toEqual([
      { name: 'Blue mug one', price: 9.5, currency: 'EUR', seller: 'Corner shop' },
      { name: 'Blue mug two' },
      { name: 'Blue mug three', image: 'https://img.test/3.jpg', url: 'https://s.test/3' },
    ]);
    expect(Object.fromEntries(provider.asked[0] ?? [])).toEqual({
      ...{ engine: 'google_shopping', q: 'Blue mug', hl: 'de', gl: 'at', num: '3' },
      ...{ api_key: key, no_cache: 'true' },
    });
  });

  it.each<[ProviderMood, RegExp]>([
    ['error', /answered 500/],
    ['too-many', /answered 429/],
    ['garbage', /unreadable/],
    ['huge', /more than 2097152 bytes/],
    ['reset', /could not be reached/],
  ])(
    'that keeps answering with %s is tried three times and named as what failed',
    async (mood, reason) => {
      const { find, provider } = await searching(() => mood);
      const message = await failureOf(find('mug'));
      expect(message).toMatch(reason);
      expect(message).not.toContain(key);
      expect(provider.asked).toHaveLength(3);
    },
  );

  it.each<[ProviderMood, string]>([
    ['refusal', 'answered 401'],
    ['redirect', 'answered 302'],
  ])('that answers with a %s is not asked again', async (mood, reason) => {
    const { find, provider } = await searching(() => mood);
    expect(await failureOf(find('mug'))).toContain(reason);
    expect(provider.asked).toHaveLength(1);
  });

  it.each<ProviderMood>(['hang', 'hang-in-body'])(
    'that should %s is given up, and let go',
    async (mood) => {
      const { find, provider } = await searching(() => mood, { timeoutMs: 50 });
      expect(await failureOf(find('mug'))).toContain('in time');
      await provider.lookUps(0);
      expect(provider.leftAt).toHaveLength(3);
    },
  );

  it('that recovers between tries answers after all', async () => {
    const { find } = await searching((lookUp) => (lookUp < 3 ? 'error' : 'good'));
    expect(await find('mug')).toHaveLength(3);
  });

  it('that is not there fails as plainly', async () => {
    const { find, provider } = await searching(() => 'good');
    await provider.close();
    expect(await failureOf(find('mug'))).toContain('could not be reached');
  });
});

describe('Who leaves', () => {
  it('leaves at once, and the connection is closed', async () => {
    const { find, provider } = await searching(() => 'hang');
    const controller = new AbortController();
    const asked = find('mug', controller.signal);
    await provider.lookUps(1);
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    await provider.lookUps(0);
    expect(provider.leftAt).toHaveLength(1);
  });

  it('leaves at once from the waiting line, too', async () => {
    const { find, provider } = await searching(() => 'hang', { concurrency: 1 });
    const first = new AbortController();
    const holding = find('mug', first.signal);
    await provider.lookUps(1);
    const second = new AbortController();
    const waiting = find('jug', second.signal);
    second.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    first.abort(new Error('me too'));
    await expect(holding).rejects.toThrow('me too');
    expect(provider.asked).toHaveLength(1);
  });

  it('keeps nobody waiting who stood behind', async () => {
    const { find, provider } = await searching((lookUp) => (lookUp === 1 ? 'slow' : 'good'), {
      concurrency: 1,
    });
    const first = find('mug');
    const leaving = new AbortController();
    const second = find('jug', leaving.signal);
    const third = find('pot');
    leaving.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect(await first).toHaveLength(3);
    expect(await third).toHaveLength(3);
    expect(provider.asked).toHaveLength(2);
  });

  it('is not held against the provider', async () => {
    const { find, provider } = await searching((lookUp) => (lookUp <= 20 ? 'hang' : 'good'), {
      concurrency: 20,
    });
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const all = Array.from({ length: 20 }, (_, n) => find(`mug ${n}`, controller.signal));
    await provider.lookUps(20);
    controller.abort(new Error('enough'));
    await Promise.allSettled(all);
    expect(await find('mug')).toHaveLength(3);
  });

  it('who has left before asks nothing', async () => {
    const { find, provider } = await searching(() => 'good');
    await expect(find('mug', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(provider.asked).toHaveLength(0);
  });
});

describe('A provider that keeps failing', () => {
  it('is left alone, and tried again after a while', async () => {
    let mood: ProviderMood = 'error';
    const { find, provider } = await searching(() => mood, { pauseMs: 200 });
    while (!(await failureOf(find('mug'))).includes('left alone'));
    const askedBefore = provider.asked.length;
    expect(await failureOf(find('mug'))).toContain('left alone');
    expect(provider.asked).toHaveLength(askedBefore);
    mood = 'good';
    await expect.poll(() => find('mug').catch(() => []), { timeout: 10_000 }).toHaveLength(3);
    expect(await find('jug')).toHaveLength(3);
  });

  it('has no more look-ups waiting than it may', async () => {
    const { find, provider } = await searching(() => 'hang', { concurrency: 1, maxWaiting: 1 });
    const controller = new AbortController();
    const held = [find('a', controller.signal), find('b', controller.signal)];
    expect(await failureOf(find('c'))).toContain('too many look-ups');
    controller.abort(new Error('enough'));
    await Promise.allSettled(held);
    expect(provider.asked.length).toBeLessThanOrEqual(1);
  });
});

describe('A flaky provider', () => {
  it('never leaves a look-up unanswered nor a connection behind', async () => {
    const moods: readonly ProviderMood[] = [
      ...(['good', 'slow', 'error', 'hang', 'hang-in-body', 'garbage', 'huge', 'reset'] as const),
    ];
    const { find, provider } = await searching((n) => moods[(n * 7) % moods.length] ?? 'good', {
      ...{ timeoutMs: 100, concurrency: 16, pauseMs: 20 },
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => find(`mug ${n}`)),
    );
    expect(outcomes).toHaveLength(60);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'unavailable' });
    await expect.poll(() => provider.openLookUps).toBe(0);
  });
});
