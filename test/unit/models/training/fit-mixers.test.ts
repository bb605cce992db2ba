import { describe, expect, test } from 'vitest';
import { writeBlend } from '../../../../models/recommenders/ensemble/blend/blend-files.js';
import { mixtureOf } from '../../../../models/recommenders/ensemble/blend/blend-settings.js';
import { writeSession } from '../../../../models/recommenders/ensemble/session/session-files.js';
import { startCourse } from '../../../../models/training/course.js';
import { fitMixers } from '../../../../models/training/fit-mixers.js';
import type { ModelName } from '../../../../shared/domain/ranking.js';
import type { ModelFiles } from '../../../../shared/ports/training.js';
import type { TrainedModel } from '../../../../shared/ports/training-runner.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';
import { madeUpSessions } from '../recommenders/ensemble/made-up-sessions.js';
import { stubModel } from '../recommenders/ensemble/stub-model.js';

const { shop: counting, cases } = madeUpSessions(100);
/** Its scores are beyond all numbers, and so are the features that are made of them. */
const exploding = stubModel('hybrid', {
  p1: Number.POSITIVE_INFINITY,
  p2: Number.POSITIVE_INFINITY,
});
const sources = { counting, models: new Map([['hybrid' as const, exploding]]) };

function mix(serving: ReadonlyMap<ModelName, TrainedModel>) {
  const { signal } = new AbortController();
  const course = startCourse(new RecordedProgress(), signal);
  const limits = { share: 1, seed: 1, timeLimitMs: 10_000 };
  return fitMixers(cases, sources, { ...limits, course, serving, signal });
}

const serving = (name: ModelName, files: ModelFiles): TrainedModel => {
  return { name, parameters: {}, figures: {}, metrics: {}, files, keptFrom: 'v1' };
};

describe('a session ranker whose loss is no number', () => {
  const reason = /^session: the loss is NaN after 1 steps$/;

  test('keeps the one that serves, and says why', async () => {
    const before = serving('session', writeSession({ learned: [] }));
    const { trained, declined } = await mix(new Map([['session', before]]));
    expect(trained.find(({ name }) => name === 'session')).toBe(before);
    expect(declined.session).toMatch(reason);
    expect(declined.blend).toBeUndefined();
  });

  test('is left to counting where the one that serves cannot be read, or none does', async () => {
    const alone = mixtureOf({ popular: 1 });
    const blend = serving('blend', writeBlend({ recommendations: alone, rank: alone }));
    const damaged = serving('session', new Map());
    for (const served of [
      new Map<ModelName, TrainedModel>([['session', damaged]]),
      new Map<ModelName, TrainedModel>([['blend', blend]]),
    ]) {
      const { trained, declined } = await mix(served);
      expect(trained.map(({ name }) => name)).toEqual(['blend']);
      expect(declined.session).toMatch(reason);
    }
  });
});
