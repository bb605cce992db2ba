import { describe, expect, it } from 'vitest';
import { BestPass } from '../../../../../models/recommenders/two-tower/best-pass.js';

function watched(means: readonly number[]) {
  let state = 0;
  const best = new BestPass(() => {
    const kept = state;
    return () => {
      state = kept;
    };
  });
  means.forEach((mean, pass) => {
    state = pass + 1;
    best.consider({ mean, error: 0.02 });
  });
  const restored = () => {
    best.restore();
    return state;
  };
  return { best, restored };
}

describe('the best pass', () => {
  it('is the last that chance alone may have made worse', () => {
    expect(watched([0.2, 0.3, 0.29]).restored()).toBe(3);
    expect(watched([0.2, 0.3, 0.27]).restored()).toBe(2);
  });

  it('is measured against the best, however slowly passes get worse', () => {
    const { best, restored } = watched([0.3, 0.29, 0.28, 0.27]);
    expect(best.validation).toBe(0.3);
    expect(restored()).toBe(3);
  });

  it('gives up after two that are clearly worse in a row', () => {
    expect(watched([0.3, 0.2]).best.isHopeless).toBe(false);
    expect(watched([0.3, 0.2, 0.3, 0.2]).best.isHopeless).toBe(false);
    expect(watched([0.3, 0.2, 0.2]).best.isHopeless).toBe(true);
  });

  it('leaves all as it is where nothing was looked at', () => {
    const { best, restored } = watched([]);
    expect(best.validation).toBeUndefined();
    expect(restored()).toBe(0);
  });
});
