import { describe, expect, it } from 'vitest';
import { Verdicts } from '../../../../../../models/recommenders/ensemble/parts/verdicts.js';
import { Names } from '../../../../../../models/recommenders/log/names.js';

describe('verdicts', () => {
  it('ask once for each item and start anew with each question', () => {
    const names = new Names();
    const [a, b] = [names.numberOf('a'), names.numberOf('b')];
    const verdicts = new Verdicts(names);
    const asked: string[] = [];
    verdicts.begin((id) => {
      asked.push(id);
      return id === 'a';
    });
    expect([a, b, a, b].map((one) => verdicts.has(one))).toEqual([true, false, true, false]);
    expect(asked).toEqual(['a', 'b']);
    const late = names.numberOf('late');
    verdicts.begin((id) => id !== 'a');
    expect([a, b, late].map((one) => verdicts.has(one))).toEqual([false, true, true]);
  });
});
