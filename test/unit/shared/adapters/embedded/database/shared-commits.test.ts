import { describe, expect, it } from 'vitest';
import { sharedCommits } from '../../../../../../shared/adapters/embedded/database/shared-commits.js';

/** Doubles numbers, all or none; refuses odd ones. Remembers which were tried together. */
function doubling() {
  const tried: (readonly number[])[] = [];
  const commits = sharedCommits<number, number>((numbers) => {
    tried.push(numbers);
    if (numbers.some((each) => each % 2 === 1)) throw new Error(`odd: ${numbers}`);
    return numbers.map((each) => each * 2);
  });
  return { ...commits, tried };
}

describe('sharedCommits', () => {
  it('makes one commit of what arrives in one turn, and answers each its own', async () => {
    const { add, tried } = doubling();
    expect(await Promise.all([add(2), add(4), add(6)])).toEqual([4, 8, 12]);
    expect(await add(8)).toBe(16);
    expect(tried).toEqual([[2, 4, 6], [8]]);
  });

  it('tries each by itself where they fail together', async () => {
    const { add, tried } = doubling();
    const answers = await Promise.allSettled([add(2), add(3), add(4)]);
    expect(answers).toEqual([
      { status: 'fulfilled', value: 4 },
      { status: 'rejected', reason: new Error('odd: 3') },
      { status: 'fulfilled', value: 8 },
    ]);
    expect(tried).toEqual([[2, 3, 4], [2], [3], [4]]);
  });

  it('commits what waits at once when asked, and nothing twice', async () => {
    const { add, flush, tried } = doubling();
    const answer = add(2);
    flush();
    flush();
    expect(tried).toEqual([[2]]);
    expect(await answer).toBe(4);
    expect(await add(4)).toBe(8);
    expect(tried).toEqual([[2], [4]]);
  });

  it('tries again what could not be for now, with what came meanwhile', async () => {
    const tried: (readonly number[])[] = [];
    let isBusy = true;
    const { add } = sharedCommits<number, number>(
      (numbers) => {
        tried.push(numbers);
        if (isBusy) throw new Error('busy');
        return numbers;
      },
      (error) => error instanceof Error && error.message === 'busy',
    );
    const first = [add(1), add(2)];
    await new Promise(setImmediate);
    expect(tried).toEqual([[1, 2]]);
    const second = add(3);
    isBusy = false;
    expect(await Promise.all([...first, second])).toEqual([1, 2, 3]);
    expect(tried.at(-1)).toEqual([1, 2, 3]);
  });

  it('gives up on what could not be for long, and tries what comes later', async () => {
    let isBusy = true;
    const { add } = sharedCommits<number, number>(
      (numbers) => {
        if (isBusy) throw new Error('busy');
        return numbers;
      },
      () => true,
      3,
    );
    const answers = await Promise.allSettled([add(1), add(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const later = add(3);
    isBusy = false;
    expect(await later).toBe(3);
  });
});
