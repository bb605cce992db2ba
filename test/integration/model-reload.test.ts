import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEaseTrainer } from '../../models/recommenders/ease/ease-trainer.js';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import type { ModelRegistry } from '../../shared/use-cases/models/model-registry.js';
import { idsOf, type PageAnswer } from '../support/answers.js';
import { call } from '../support/call.js';
import { type LocalProcess, runBuilt } from '../support/local-process.js';
import { candidate, registryOn } from '../support/model-versions.js';
import { fitContext, trainingSetOf } from '../support/training-set.js';

const items = Array.from({ length: 24 }, (_, at) => `item-${String(at).padStart(2, '0')}`);

/** Shoppers who look at items that lie so many places apart. */
function historiesApart(distance: number): string[][] {
  return Array.from({ length: 240 }, (_, shopper) =>
    [0, 1, 2].map((step) => items[(shopper + step * distance) % items.length] ?? ''),
  );
}

let folder: string;
let registry: ModelRegistry;
let server: LocalProcess;
let origin: string;
/** Two versions, and what each of them answers. */
let versions: readonly string[];
let answers: readonly string[];

async function publish(distance: number): Promise<string> {
  const trainer = createEaseTrainer();
  const set = trainingSetOf({ histories: historiesApart(distance) });
  const { files, figures } = await trainer.fit(set, fitContext());
  const run = candidate('', { parent: (await registry.serving())?.value });
  const models = run.models.map((model) => ({ ...model, figures, files }));
  return (await registry.publish({ ...run, models })).version;
}

const activate = (version: string) => call({ origin }, 'POST', `/admin/models/${version}/activate`);

const status = async () =>
  (await call({ origin }, 'GET', '/admin/model-status')).body as {
    readonly loaded_version: string | null;
    readonly problem: { readonly version: string; readonly message: string } | null;
  };

const health = async () => (await call({ origin }, 'GET', '/health')).body;

/** Who answered, and what: `ease item-01 item-23 …`. */
async function ask(): Promise<string> {
  const { status: code, body } = await call(
    { origin },
    'GET',
    '/recommendations/ann?limit=10&model=ease',
  );
  if (code !== 200) return `failed with ${code}`;
  const page = body as PageAnswer;
  return [page.model, ...idsOf(page)].join(' ');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reload-'));
  registry = registryOn(fileArtifactStore(join(folder, 'models')), {
    ...{ clock: Date.now, newId: randomUUID },
  });
  server = runBuilt({ DATA_DIR: folder, PORT: '0' });
  origin = await server.ready;
  await call(
    { origin },
    'POST',
    '/items',
    items.map((id) => ({ id, name: id })),
  );
  await call({ origin }, 'POST', '/events', { user_id: 'ann', item_id: 'item-00', type: 'view' });
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  await rm(folder, { recursive: true });
});

describe('A server', () => {
  it('notices what another process publishes, within ten seconds', async () => {
    expect(await health()).toMatchObject({ models_loaded: 4, checks: { models: 'none yet' } });
    expect(await ask()).not.toMatch(/^ease/);
    const first = await publish(1);
    await expect
      .poll(async () => (await status()).loaded_version, { timeout: 10_000, interval: 100 })
      .toBe(first);
    expect(await health()).toMatchObject({ models_loaded: 5, checks: { models: 'ok' } });
    const before = await ask();
    const second = await publish(5);
    await expect
      .poll(async () => (await status()).loaded_version, { timeout: 10_000, interval: 100 })
      .toBe(second);
    versions = [first, second];
    answers = [before, await ask()];
    expect(answers).toEqual([expect.stringMatching(/^ease/), expect.stringMatching(/^ease/)]);
    expect(answers[0]).not.toBe(answers[1]);
  });

  it('swaps back and forth under load without one failed or mixed answer', async () => {
    let isOver = false;
    const given = new Map<string, number>();
    const shopper = async () => {
      while (!isOver) {
        // Each asks for a list that is made anew.
        await call({ origin }, 'POST', '/events', {
          ...{ user_id: 'ann', item_id: 'item-00', type: 'view' },
        });
        const answer = await ask();
        given.set(answer, (given.get(answer) ?? 0) + 1);
      }
    };
    const load = Promise.all(Array.from({ length: 6 }, shopper));
    for (let swap = 0; swap < 5; swap++) {
      const version = versions[swap % 2] ?? '';
      expect(await activate(version)).toMatchObject({
        ...{ status: 200, body: { success: true, details: { reloaded: true, version } } },
      });
    }
    isOver = true;
    await load;
    // A machine that is too busy lets answers do without a model, and they say so.
    const ofModel = [...given.keys()].filter((answer) => /^(ease|failed)/.test(answer));
    expect(new Set(ofModel)).toEqual(new Set(answers));
    const total = [...given.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(50);
  });

  it('refuses a version whose file was cut short, by name, and goes on with the other', async () => {
    const [first = '', second = ''] = versions;
    await activate(second);
    const [path = ''] = await fileArtifactStore(join(folder, 'models')).list(`files/${first}/`);
    await truncate(join(folder, 'models', path), 10);
    expect(await activate(first)).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining(`${path}: expected`) } },
    });
    expect(await ask()).toBe(answers[1]);
    expect(await health()).toMatchObject({ status: 'ok', checks: { models: 'ok' } });
  });

  it('tells of a version of a later format that is to serve, and goes on with the other', async () => {
    const later = await publish(7);
    await writeFile(join(folder, 'models', 'manifests', `${later}.json`), '{"formatVersion": 2}');
    const reload = await call({ origin }, 'POST', '/admin/reload-model');
    expect(reload).toMatchObject({
      ...{ status: 200, body: { success: false, details: { reloaded: false } } },
    });
    expect(await status()).toMatchObject({
      ...{ loaded_version: versions[1] },
      problem: { version: later, message: expect.stringContaining('format version 1, got 2') },
    });
    expect(await ask()).toBe(answers[1]);
    expect(await health()).toMatchObject({ status: 'ok', checks: { models: 'degraded' } });
  });

  it('that starts with such a version takes the newest that it can', async () => {
    server.child.kill('SIGTERM');
    await server.ended;
    server = runBuilt({ DATA_DIR: folder, PORT: '0' });
    origin = await server.ready;
    await expect
      .poll(async () => (await status()).loaded_version, { timeout: 10_000 })
      .toBe(versions[1]);
    expect(await ask()).toBe(answers[1]);
    expect((await status()).problem).not.toBeNull();
  });
});
