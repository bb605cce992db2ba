import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ManageModels } from '../../../../../shared/use-cases/models/manage-models.js';
import type { ServeModels } from '../../../../../shared/use-cases/models/serve-models.js';
import { answerOf, openServing, shelfQuery } from '../../../../support/serving.js';

let house: Awaited<ReturnType<typeof openServing>>;
let serving: ServeModels;
let manage: ManageModels;
beforeEach(async () => {
  house = await openServing();
  ({ serving, manage } = house.start());
});
afterEach(async () => {
  await serving.close();
  await house.close();
});

describe('Who runs this', () => {
  it('rolls back and forward', async () => {
    const first = await house.publish('a');
    const second = await house.publish('b');
    await serving.check();
    house.time.now += 7;
    expect(await manage.activate(first)).toMatchObject({
      ...{ isReloaded: true, wanted: first, previousLoadedAt: 1_000_000 },
      loaded: { manifest: { version: first }, loadedAt: 1_000_007 },
    });
    expect(await answerOf(house.newest())).toBe('a');
    house.pauses[0]?.end();
    expect(await manage.activate(second)).toMatchObject({ isReloaded: true, wanted: second });
    expect((await manage.list()).map(({ isServing }) => isServing)).toEqual([true, false]);
  });

  it('sees for a minute that a model failed', async () => {
    await house.publish('a');
    await serving.check();
    const broken = { ...shelfQuery, history: [{ itemId: 'broken', kind: 'view' as const, ts: 0 }] };
    await house
      .newest()
      .hosted.models.get('ease')
      ?.rank(broken)
      .catch(() => undefined);
    expect(await manage.status()).toMatchObject({
      ...{ state: 'degraded', health: [{ name: 'ease', failed: 1 }] },
    });
    house.time.now += 60_000;
    expect(await manage.status()).toMatchObject({ state: 'ok' });
  });
});
