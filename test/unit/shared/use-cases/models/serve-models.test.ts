import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadedVersion } from '../../../../../shared/use-cases/models/loaded-version.js';
import type { ManageModels } from '../../../../../shared/use-cases/models/manage-models.js';
import type { ServeModels } from '../../../../../shared/use-cases/models/serve-models.js';
import { shelfCandidate } from '../../../../support/model-versions.js';
import { answerOf, openServing } from '../../../../support/serving.js';

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

describe('A process', () => {
  it('has nothing to load until something is published', async () => {
    expect(await serving.check()).toEqual({
      isReloaded: false,
      reason: 'no version has been published yet',
    });
    expect(serving.status()).toEqual({ health: [] });
    expect(await manage.status()).toMatchObject({ state: 'none yet' });
  });

  it('swaps in what is published, and once', async () => {
    const version = await house.publish('a');
    expect(await serving.check()).toEqual({
      isReloaded: true,
      reason: `version ${version} was loaded`,
    });
    expect(await answerOf(house.newest())).toBe('a');
    expect(await serving.check(true)).toEqual({
      isReloaded: false,
      reason: `version ${version} is loaded already`,
    });
    expect(house.swapped).toHaveLength(1);
    expect(house.telemetry.events).toEqual(['models swapped']);
    expect(await manage.status()).toMatchObject({
      ...{ wanted: version, state: 'ok' },
      loaded: { manifest: { version }, loadedAt: 1_000_000 },
    });
  });

  it('lets who began with the version before end with it', async () => {
    await house.publish('a');
    await serving.check();
    const before = house.newest();
    await house.publish('b');
    house.time.now += 5;
    await serving.check();
    expect(await answerOf(house.newest())).toBe('b');
    expect(await answerOf(before)).toBe('a');
    expect(serving.status()).toMatchObject({
      ...{ previousLoadedAt: 1_000_000, loaded: { loadedAt: 1_000_005 } },
    });
    expect(house.pauses.map(({ durationMs }) => durationMs)).toEqual([2_000]);
    expect(house.letGo).toEqual([]);
    house.pauses[0]?.end();
    await expect.poll(() => before.hosted.health()[0]?.isLoaded).toBe(false);
    expect(house.letGo).toEqual([before.manifest.version]);
  });

  it('loads no third version before the first has been closed', async () => {
    for (const itemId of ['a', 'b']) {
      await house.publish(itemId);
      await serving.check();
    }
    const first = house.swapped[0];
    await house.publish('c');
    const third = serving.check();
    expect(await answerOf(house.newest())).toBe('b');
    expect(first?.hosted.health()).toMatchObject([{ isLoaded: true }]);
    house.pauses[0]?.end();
    await third;
    expect(first?.hosted.health()).toMatchObject([{ isLoaded: false }]);
    expect(await answerOf(house.newest())).toBe('c');
  });

  it('looks again every five seconds until it is closed', async () => {
    const watching = serving.watch();
    await expect.poll(() => house.pauses.length).toBe(1);
    await house.publish('a');
    house.pauses.shift()?.end();
    await expect.poll(() => house.swapped.length).toBe(1);
    await expect.poll(() => house.pauses.length).toBe(1);
    expect(house.pauses[0]?.durationMs).toBe(5_000);
    await serving.close();
    await watching;
  });

  it('goes on looking after a look that failed', async () => {
    const { registry } = house;
    let looks = 0;
    const look = () => (looks++ === 0 ? Promise.reject(new Error('EIO')) : registry.serving());
    ({ serving } = house.start({ registry: { ...registry, serving: look } }));
    const watching = serving.watch();
    await expect.poll(() => house.pauses.length).toBe(1);
    expect(house.telemetry.exceptions).toMatchObject([{ message: 'EIO' }]);
    house.pauses.shift()?.end();
    await expect.poll(() => house.pauses.length).toBe(1);
    await serving.close();
    await watching;
  });

  it('looks once for all who ask at a time', async () => {
    await house.publish('a');
    const outcomes = await Promise.all([serving.check(), serving.check(), serving.check()]);
    expect(new Set(outcomes).size).toBe(1);
    expect(house.swapped).toHaveLength(1);
  });

  it('looks again for who forces it while it looks', async () => {
    await house.publish('a');
    const first = serving.check();
    const forced = serving.check(true);
    expect((await first).isReloaded).toBe(true);
    expect((await forced).reason).toContain('is loaded already');
  });

  it('loads nothing any more once it is closed', async () => {
    await house.publish('a');
    const looking = serving.check();
    await serving.close();
    expect((await looking).isReloaded).toBe(false);
    expect(house.swapped).toEqual([]);
    expect(house.telemetry.exceptions).toEqual([]);
  });
});

describe('A version that cannot be loaded', () => {
  it('is told of, while the version before goes on', async () => {
    await house.publish('a');
    await serving.check();
    const broken = await house.publish('b');
    await house.damage(broken);
    const { isReloaded, reason } = await serving.check();
    expect(isReloaded).toBe(false);
    expect(reason).toMatch(/shelf\.json: expected the SHA-256 .*, got /);
    expect(await answerOf(house.newest())).toBe('a');
    expect(house.telemetry.exceptions).toHaveLength(1);
    expect(await manage.status()).toMatchObject({
      ...{ wanted: broken, state: 'degraded' },
      problem: { version: broken, message: reason, at: house.time.now },
    });
  });

  it('is tried again later and later, and at once when told to', async () => {
    const broken = await house.publish('a');
    await house.damage(broken);
    const isTried = async (isForced = false) => {
      const before = house.telemetry.exceptions.length;
      await serving.check(isForced);
      return house.telemetry.exceptions.length > before;
    };
    expect(await isTried()).toBe(true);
    house.time.now += 9_999;
    expect(await isTried()).toBe(false);
    house.time.now += 1;
    expect(await isTried()).toBe(true);
    house.time.now += 19_999;
    expect(await isTried()).toBe(false);
    expect(await isTried(true)).toBe(true);
  });

  it('keeps nobody from the next one', async () => {
    await house.damage(await house.publish('a'));
    await serving.check();
    const next = await house.publish('b');
    expect((await serving.check()).isReloaded).toBe(true);
    expect(serving.status()).toMatchObject({ loaded: { manifest: { version: next } } });
    expect(serving.status().problem).toBeUndefined();
  });

  it('is no problem any more once it has been rolled back', async () => {
    const first = await house.publish('a');
    await serving.check();
    await house.damage(await house.publish('b'));
    await serving.check();
    expect(await manage.activate(first)).toMatchObject({ isReloaded: false, state: 'ok' });
    expect(serving.status().problem).toBeUndefined();
  });

  it('because its mixers are of another format is closed again', async () => {
    const refused: LoadedVersion[] = [];
    const swap = (loaded: LoadedVersion) => {
      refused.push(loaded);
      throw new Error('of another format');
    };
    ({ serving } = house.start({ swap }));
    await house.publish('a');
    expect(await serving.check()).toEqual({
      isReloaded: false,
      reason: 'the models could not be loaded',
    });
    expect(refused[0]?.hosted.health()).toMatchObject([{ isLoaded: false }]);
  });

  it('makes a fresh process take the newest published one that can be had', async () => {
    await house.publish('old');
    const good = await house.publish('good');
    const aside = shelfCandidate(['aside'], { parent: good, isPublished: false });
    await house.registry.publish(aside);
    const broken = [await house.publish('bad'), await house.publish('worse')];
    for (const version of broken) await house.damage(version);
    ({ serving, manage } = house.start());
    expect((await serving.check()).isReloaded).toBe(false);
    expect(serving.status()).toMatchObject({
      ...{ loaded: { manifest: { version: good } }, problem: { version: broken[1] } },
    });
    expect(await answerOf(house.newest())).toBe('good');
    expect(await manage.status()).toMatchObject({ state: 'degraded' });
  });
});
