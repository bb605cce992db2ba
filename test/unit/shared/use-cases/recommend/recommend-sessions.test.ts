import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/domain/errors.js';
import type { SessionRequest } from '../../../../../shared/use-cases/recommend/recommend-session.js';
import { makeRecommendSessions } from '../../../../../shared/use-cases/recommend/recommend-sessions.js';

const request = (sessionId: string): SessionRequest => ({
  sessionId,
  steps: [],
  count: 1,
  weights: { clicks: 1, carts: 1, orders: 1 },
  options: {},
});
const found = [{ itemId: 'a', clicks: 1, carts: 1, orders: 1, combined: 3 }];

describe('makeRecommendSessions', () => {
  it('lets one session fail alone', async () => {
    const error = new AppError('unavailable', 'the model is being loaded');
    const recommend = makeRecommendSessions(async ({ sessionId }) => {
      if (sessionId === 'bad') throw error;
      return found;
    });
    expect(await recommend(['good', 'bad', 'better'].map(request))).toEqual([
      { ok: true, recommendations: found },
      { ok: false, error },
      { ok: true, recommendations: found },
    ]);
  });

  it('lets others have their turn between two sessions', async () => {
    const turns: string[] = [];
    const recommend = makeRecommendSessions(async ({ sessionId }) => {
      turns.push(sessionId);
      return found;
    });
    setImmediate(() => turns.push('other'));
    await recommend(['first', 'second'].map(request));
    expect(turns).toEqual(['first', 'other', 'second']);
  });
});
