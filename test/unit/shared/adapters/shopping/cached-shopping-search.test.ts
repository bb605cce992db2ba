import { describe, expect, it } from 'vitest';
import { cachedShoppingSearch } from '../../../../../shared/adapters/shopping/cached-shopping-search.js';
import type { Offer } from '../../../../../shared/domain/offer.js';
import type { ShoppingSearch } from '../../../../../shared/ports/shopping-search.js';

/** A provider whose answers wait to be given. */
function heldSearch() {
  const asked: {
    readonly text: string;
    readonly signal: AbortSignal;
    answer(offers: readonly Offer[]): void;
    fail(error: Error): void;
  }[] = [];
  const search: ShoppingSearch = {
    search: ({ text }, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        asked.push({ text, signal, answer: resolve, fail: reject });
      }),
  };
  return { asked, search };
}

const limits = { ttlMs: 60_000, maxEntries: 2 };
const stay = new AbortController().signal;
const mug = { text: 'mug', limit: 3 };
const offers = [{ name: 'Blue mug' }];

describe('A remembered shopping search', () => {
  it('asks once for what is asked twice', async () => {
    const { asked, search } = heldSearch();
    const cached = cachedShoppingSearch(search, limits);
    const first = cached.search(mug, stay);
    asked[0]?.answer(offers);
    expect(await first).toBe(offers);
    expect(await cached.search(mug, stay)).toBe(offers);
    expect(asked).toHaveLength(1);
    void cached.search({ ...mug, limit: 4 }, stay);
    expect(asked).toHaveLength(2);
  });

  it('shares a look-up under way, which goes on while anybody waits for it', async () => {
    const { asked, search } = heldSearch();
    const cached = cachedShoppingSearch(search, limits);
    const leaving = new AbortController();
    const left = cached.search(mug, leaving.signal);
    const staying = cached.search(mug, stay);
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    expect(asked[0]?.signal.aborted).toBe(false);
    asked[0]?.answer(offers);
    expect(await staying).toBe(offers);
    expect(asked).toHaveLength(1);
  });

  it('stops a look-up with the last who leaves, and begins anew for the next', async () => {
    const { asked, search } = heldSearch();
    const cached = cachedShoppingSearch(search, limits);
    const leaving = new AbortController();
    const all = [cached.search(mug, leaving.signal), cached.search(mug, leaving.signal)];
    leaving.abort(new Error('enough'));
    await Promise.allSettled(all);
    expect(asked[0]?.signal.aborted).toBe(true);
    const next = cached.search(mug, stay);
    asked[1]?.answer(offers);
    expect(await next).toBe(offers);
  });

  it('does not remember failures', async () => {
    const { asked, search } = heldSearch();
    const cached = cachedShoppingSearch(search, limits);
    const first = cached.search(mug, stay);
    asked[0]?.fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    const next = cached.search(mug, stay);
    asked[1]?.answer(offers);
    expect(await next).toBe(offers);
  });

  it('remembers nothing where that is switched off, and never more than it may', async () => {
    const { asked, search } = heldSearch();
    const off = cachedShoppingSearch(search, { ttlMs: 0, maxEntries: 2 });
    for (const at of [0, 1]) {
      const found = off.search(mug, stay);
      asked[at]?.answer(offers);
      await found;
    }
    expect(asked).toHaveLength(2);
    const few = cachedShoppingSearch(search, limits);
    for (const [at, text] of ['a', 'b', 'c', 'a'].entries()) {
      const found = few.search({ text, limit: 3 }, stay);
      asked[2 + at]?.answer(offers);
      await found;
    }
    expect(asked).toHaveLength(6);
  });

  it('asks nothing for who has left', async () => {
    const { asked, search } = heldSearch();
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(cachedShoppingSearch(search, limits).search(mug, gone)).rejects.toThrow('gone');
    expect(asked).toHaveLength(0);
  });
});
