import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { call } from '../support/call.js';
import { walks } from '../support/circular-shop.js';
import { buildWhatIsStale, type LocalProcess, runBuilt } from '../support/local-process.js';

let folder: string;
const running: LocalProcess[] = [];
beforeAll(buildWhatIsStale);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await rm(folder, { recursive: true });
});

function start(environment: Readonly<Record<string, string>> = {}): LocalProcess {
  const settings = { DATA_DIR: folder, PORT: '0', TRAIN_MODELS: 'hybrid', ...environment };
  const started = runBuilt(settings);
  running.push(started);
  return started;
}

/** Shoppers that go round a circle of items, from a number on. */
async function visit(origin: string, shoppers: number, from: number): Promise<void> {
  const events = walks({ shoppers, stride: 1, from }).flatMap((change, at) =>
    change.kind === 'event' ? [{ ...change.event, id: `e${from}-${at}` }] : [],
  );
  for (let page = 0; page < events.length; page += 1_000) {
    const rows = events.slice(page, page + 1_000).map(({ id, userId, itemId, type, ts }) => ({
      ...{ id, type, user_id: userId, item_id: itemId, ts: 1_700_000_000_000 + ts },
    }));
    const { status } = await call({ origin }, 'POST', '/events', rows);
    expect(status).toBe(200);
  }
}

async function newestRun(origin: string) {
  const { body } = await call({ origin }, 'GET', '/admin/retrain');
  return (body as { newest?: { status: string; reason?: string; task_id: string } }).newest;
}

async function endedRun(origin: string) {
  for (;;) {
    const newest = await newestRun(origin);
    if (newest !== undefined && newest.status !== 'pending') return newest;
    await setTimeout(50);
  }
}

/** Begins a run as soon as the lease of a dead one lets it. */
async function begin(origin: string) {
  for (;;) {
    const answer = await call({ origin }, 'POST', '/admin/retrain');
    if (answer.status !== 409) return answer;
    await setTimeout(200);
  }
}

test('a shop is trained in a thread; killed on the way, what serves stays and the next run works', async () => {
  const first = start();
  const origin = await first.ready;
  await visit(origin, 1_500, 0);
  expect((await begin(origin)).status).toBe(202);
  expect(await endedRun(origin)).toMatchObject({ status: 'completed' });

  await visit(origin, 20, 2_000_000);
  const { body } = await begin(origin);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = start();
  const again = await second.ready;
  expect((await call({ origin: again }, 'GET', '/recommendations/u5')).status).toBe(200);
  expect(await newestRun(again)).toMatchObject({ status: 'pending' });
  expect((await begin(again)).status).toBe(202);
  expect(await endedRun(again)).toMatchObject({ status: 'completed' });
  const { runs } = (await call({ origin: again }, 'GET', '/admin/retrain')).body as {
    readonly runs: readonly { readonly task_id: string; readonly reason: string }[];
  };
  const dead = runs.find(({ task_id }) => task_id === (body as { task_id: string }).task_id);
  expect(dead?.reason).toBe('the process that ran it ended before it did');
});

test('the first training begins by itself, and Ctrl-C ends it with the process', async () => {
  const first = start();
  const origin = await first.ready;
  await visit(origin, 1_500, 0);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);

  const second = start({ RETRAIN_SCHEDULE: '0 0 0 1 1 *' });
  const again = await second.ready;
  while ((await newestRun(again)) === undefined) await setTimeout(20);
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
  expect(second.stderr()).toContain('Reading the shop');
});
