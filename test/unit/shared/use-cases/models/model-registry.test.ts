import { mkdtemp, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileArtifactStore } from '../../../../../shared/adapters/files/artifact-store.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import type { ArtifactStore } from '../../../../../shared/ports/artifact-store.js';
import type { ModelRegistry } from '../../../../../shared/use-cases/models/model-registry.js';
import { candidate, registryOn, startOfTests } from '../../../../support/model-versions.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

let folder: string;
let artifacts: ArtifactStore;
let registry: ModelRegistry;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  artifacts = fileArtifactStore(folder);
  registry = registryOn(artifacts);
});
afterEach(() => rm(folder, { recursive: true }));

const servingNow = async () => (await registry.serving())?.value;

/** Publishes on top of what serves. */
async function publishNext(content: string): Promise<string> {
  const { version } = await registry.publish(candidate(content, { parent: await servingNow() }));
  return version;
}

const fileOf = (version: string, file = 'weights.bin') =>
  join(folder, 'files', version, 'ease', file);
const manifestOf = (version: string) => join(folder, 'manifests', `${version}.json`);

describe('Publishing', () => {
  it('keeps a version with everything that it was made of, and lets it serve', async () => {
    const manifest = await registry.publish(candidate('first'));
    expect(manifest).toMatchObject({
      formatVersion: 1,
      version: expect.stringMatching(/^20260131-0930\d\d-000-0000$/),
      seed: 7,
      verdict: { isPublished: true },
    });
    expect(await servingNow()).toBe(manifest.version);
    const stored = await registry.load(manifest.version);
    expect(stored.manifest).toEqual(manifest);
    expect(stored.models.get('ease')?.get('weights.bin')).toEqual(Buffer.from('first'));
    expect(manifest.models[0]?.files).toEqual([
      {
        name: 'weights.bin',
        sizeBytes: 5,
        sha256: 'a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e',
      },
      { name: 'graph.onnx', sizeBytes: 7, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it('sets aside what its verdict refuses, with the reason', async () => {
    const first = await publishNext('first');
    const aside = await registry.publish(candidate('worse', { parent: first, isPublished: false }));
    expect(await servingNow()).toBe(first);
    expect(await registry.list()).toMatchObject([
      { version: aside.version, isServing: false, manifest: { verdict: { reason: 'worse' } } },
      { version: first, isServing: true },
    ]);
  });

  it('sets aside what was judged against a version that serves no longer', async () => {
    const first = await publishNext('first');
    const second = await publishNext('second');
    const late = await registry.publish(candidate('late', { parent: first }));
    expect(late.verdict).toEqual({
      isPublished: false,
      reason: `judged against ${first}, while ${second} serves now`,
    });
    const orphan = await registry.publish(candidate('orphan'));
    expect(orphan.verdict.reason).toContain('judged against no version');
    expect(await servingNow()).toBe(second);
  });

  it('lets one of two who publish at once serve; the other is told', async () => {
    const others = [registryOn(artifacts), registryOn(artifacts, { clock: () => 1 })];
    const outcomes = await Promise.allSettled(
      others.map((one, at) => one.publish(candidate(`${at}`))),
    );
    const winners = outcomes.flatMap((one) =>
      one.status === 'fulfilled' && one.value.verdict.isPublished ? [one.value.version] : [],
    );
    expect(winners).toEqual([await servingNow()]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
    }
  });

  it('that finds no room takes away what it had written', async () => {
    const first = await publishNext('first');
    const write: ArtifactStore['write'] = async (path, content) => {
      if (path.endsWith('graph.onnx')) throw new AppError('unavailable', 'the disk is full');
      await artifacts.write(path, content);
    };
    const full = registryOn({ ...artifacts, write }, { newId: () => 'full' });
    const refused = full.publish(candidate('second', { parent: first }));
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    expect(await servingNow()).toBe(first);
    const left = await artifacts.list('');
    expect(left.filter((path) => !path.includes(first))).toEqual([]);
  });

  it('refuses figures that could not be read again, and leaves what serves alone', async () => {
    const first = await publishNext('first');
    const broken = candidate('broken', { parent: first });
    const models = broken.models.map((model) => ({ ...model, figures: { loss: Number.NaN } }));
    await expect(registry.publish({ ...broken, models })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('models.0.figures.loss'),
    });
    expect(await servingNow()).toBe(first);
    expect((await artifacts.list('files/')).every((path) => path.includes(first))).toBe(true);
  });
});

describe('What is kept', () => {
  it('is the last five published and the last five set aside', async () => {
    const published: string[] = [];
    const aside: string[] = [];
    for (let round = 0; round < 8; round++) {
      const refused = candidate('no', { parent: await servingNow(), isPublished: false });
      aside.unshift((await registry.publish(refused)).version);
      published.unshift(await publishNext(`${round}`));
    }
    const kept = (await registry.list()).map(({ version }) => version);
    expect(new Set(kept)).toEqual(new Set([...published.slice(0, 5), ...aside.slice(0, 5)]));
    for (const version of published.slice(0, 5)) await registry.load(version);
    expect(await artifacts.list(`files/${published[5]}/`)).toEqual([]);
    await expect(registry.load(published[5] ?? '')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is the serving version, however old', async () => {
    const parent = await publishNext('first');
    const setAside = () => registry.publish(candidate('no', { parent, isPublished: false }));
    const { version } = await setAside();
    await registry.activate(version);
    for (let round = 0; round < 6; round++) await setAside();
    expect((await registry.load(version)).manifest.version).toBe(version);
    expect(await registry.list()).toHaveLength(7);
  });

  it('is not what a writer left that died, once it cannot be under way any more', async () => {
    let now = startOfTests;
    registry = registryOn(artifacts, { clock: () => now });
    await artifacts.write('files/20260131-092900-000-dead/ease/weights.bin', Buffer.from('half'));
    await publishNext('first');
    expect(await artifacts.list('files/20260131-092900-000-dead/')).toHaveLength(1);
    now += 3_600_000;
    await publishNext('second');
    expect(await artifacts.list('files/20260131-092900-000-dead/')).toEqual([]);
  });

  it('is everything, where there is a failure while room is made', async () => {
    const telemetry = new RecordedTelemetry();
    const failing = { ...artifacts, list: () => Promise.reject(new Error('no such luck')) };
    registry = registryOn(failing, { telemetry });
    const version = await publishNext('first');
    expect(await servingNow()).toBe(version);
    expect(telemetry.exceptions).toHaveLength(1);
  });
});

describe('Rolling back and forward', () => {
  it('changes which version serves', async () => {
    const first = await publishNext('first');
    const second = await publishNext('second');
    await registry.activate(first);
    expect(await servingNow()).toBe(first);
    await registry.activate(second);
    await registry.activate(second);
    expect(await servingNow()).toBe(second);
  });

  it('lets a version serve that was set aside', async () => {
    await publishNext('first');
    const { version } = await registry.publish(
      candidate('worse', { parent: await servingNow(), isPublished: false }),
    );
    await registry.activate(version);
    expect(await servingNow()).toBe(version);
  });

  it('knows no version that was never written', async () => {
    await expect(registry.activate('20260131-000000-none')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('is told when another was faster', async () => {
    const first = await publishNext('first');
    await publishNext('second');
    const slow = registryOn({ ...artifacts, movePointer: async () => false });
    await expect(slow.activate(first)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('A damaged version', () => {
  let first: string;
  let second: string;
  beforeEach(async () => {
    first = await publishNext('first');
    second = await publishNext('second');
  });

  const refusal = (...parts: readonly string[]) => ({
    code: 'conflict',
    message: expect.stringMatching(new RegExp(parts.join('.*'))),
  });

  it.each([
    ['changed', (path: string) => writeFile(path, 'fIrst'), ['weights.bin', 'SHA-256 a7937b64']],
    ['cut short', (path: string) => truncate(path, 3), ['weights.bin', '5 bytes, got 3']],
    ['gone', (path: string) => unlink(path), ['weights.bin', '5 bytes, and it is gone']],
  ])('whose file is %s is refused, and the other goes on serving', async (_, damage, words) => {
    await damage(fileOf(first));
    await expect(registry.load(first)).rejects.toMatchObject(refusal(...words));
    await expect(registry.activate(first)).rejects.toMatchObject(refusal(...words));
    expect(await servingNow()).toBe(second);
  });

  it.each([
    ['no JSON', 'not {', 'expected JSON'],
    ['of a later format', '{"formatVersion": 2}', 'expected .* format version 1, got 2'],
    ['incomplete', '{"formatVersion": 1, "version": "v"}', 'createdAt: missing'],
  ])('whose manifest is %s is listed with the problem', async (_, content, words) => {
    await writeFile(manifestOf(first), content);
    await expect(registry.load(first)).rejects.toMatchObject(refusal(first, words));
    expect(await registry.list()).toMatchObject([
      { version: second, isServing: true },
      { version: first, isServing: false, problem: expect.stringMatching(new RegExp(words)) },
    ]);
  });

  it('whose manifest is that of another is refused', async () => {
    const content = (await artifacts.read(`manifests/${second}.json`)) ?? '';
    await writeFile(manifestOf(first), content);
    await expect(registry.load(first)).rejects.toMatchObject(
      refusal(`speaks of version ${second}`),
    );
  });

  it('does not hide a failure of the store', async () => {
    const broken = registryOn({ ...artifacts, read: () => Promise.reject(new Error('EIO')) });
    await expect(broken.list()).rejects.toThrow('EIO');
  });
});
