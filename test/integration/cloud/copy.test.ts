import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walks } from '../../support/circular-shop.js';
import { type CloudServers, startCloudServers } from '../../support/cloud-servers.js';
import { buildWhatIsStale, type LocalProcess, runBuilt } from '../../support/local-process.js';
import { type JobBody, type ShopClient, shopClient } from '../../support/shop-client.js';

let servers: CloudServers;
let disks: string;
const folder = (name: string) => join(disks, name);
const running: { readonly child: ChildProcess }[] = [];

beforeAll(async () => {
  buildWhatIsStale();
  disks = await mkdtemp(join(tmpdir(), 'disks-'));
  servers = await startCloudServers();
}, 120_000);
afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await servers.close();
  await rm(disks, { recursive: true, force: true });
});

const settings = { TRAIN_MODELS: 'ease', TRAIN_TIME_LIMIT_SECONDS: '5', PORT: '0' };

async function openShop(at: Readonly<Record<string, string>>) {
  const process = runBuilt({ ...settings, ...at });
  running.push(process);
  return { process, shop: shopClient({ origin: await process.ready }) };
}

async function closeShop({ child, ended }: LocalProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}

/** Items, shoppers and their visits, vectors and a model. */
async function fill(shop: ShopClient): Promise<void> {
  const items = Array.from({ length: 200 }, (_, at) => ({ id: `i${at}`, name: `Mug ${at}` }));
  await shop.body(200, 'POST', '/items', items);
  const events = walks({ shoppers: 400, stride: 1, from: 0 }).flatMap((change, at) =>
    change.kind === 'event' ? [{ ...change.event, id: `e${at}` }] : [],
  );
  const rows = events.map(({ id, userId, itemId, type, ts }) => ({
    ...{ id, type, user_id: userId, item_id: itemId, ts: 1_700_000_000_000 + ts },
  }));
  await shop.body(200, 'POST', '/events', rows.slice(0, 1_000));
  await shop.body(200, 'POST', '/events', rows.slice(1_000));
  await shop.body(200, 'PUT', '/users/ada', { features: { age: 36 } });
  await shop.body(200, 'POST', '/users/u1/merge', { from: 'u2' });
  await shop.body(204, 'DELETE', '/users/u3');
  await shop.body(204, 'DELETE', '/items/i199');
  for (const path of ['/admin/sync-vectors', '/admin/retrain']) {
    const { task_id: id } = await shop.body<JobBody>(202, 'POST', path);
    expect(await shop.ended(`/admin/tasks/${id}`)).toMatchObject({ status: 'completed' });
  }
}

function startCopy(from: string, to: string, dataDir: string) {
  const child = spawn(
    process.execPath,
    ['dist/functions/command/copy.js', '--from', from, '--to', to],
    {
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...servers.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.push({ child });
  const said = { out: '', err: '' };
  child.stdout.on('data', (piece) => {
    said.out += String(piece);
  });
  child.stderr.on('data', (piece) => {
    said.err += String(piece);
  });
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...said }));
  return { child, ended };
}

/** What both places hold, each line a part: `events: 2000 (…)`. */
async function copied(from: string, to: string, dataDir: string): Promise<readonly string[]> {
  const { code, out, err } = await startCopy(from, to, dataDir).ended;
  expect(code, err).toBe(0);
  expect(out).toContain('Both places hold the same.');
  return out.split('\n').filter((line) => line.startsWith('  '));
}

test('a shop is copied to the cloud, through kill -9, and back again, and serves in each place', async () => {
  const first = await openShop({ DATA_DIR: folder('first') });
  await fill(first.shop);
  const wanted = await first.shop.body<object>(200, 'GET', '/items/i7/similar?limit=3');
  await closeShop(first.process);

  const broken = startCopy('embedded', 'cosmos', folder('first'));
  await once(broken.child.stderr, 'data');
  broken.child.kill('SIGKILL');
  expect(await broken.ended).toMatchObject({ code: null });

  const there = await copied('embedded', 'cosmos', folder('first'));
  expect(there).toEqual(expect.arrayContaining([expect.stringMatching(/^ {2}items: 199 /)]));
  expect(there).toEqual(expect.arrayContaining([expect.stringMatching(/^ {2}events: 1995 /)]));
  expect(await copied('embedded', 'cosmos', folder('first'))).toEqual(there);

  const second = await openShop({ ...servers.environment, DATA_DIR: folder('second') });
  expect(await second.shop.body(200, 'GET', '/stats')).toMatchObject({ total_events: 1_995 });
  expect(await second.shop.body(200, 'GET', '/items/i7/similar?limit=3')).toEqual(wanted);
  await closeShop(second.process);

  const back = startCopy('cosmos', 'embedded', folder('third'));
  await once(back.child.stderr, 'data');
  back.child.kill('SIGKILL');
  await back.ended;
  expect(await copied('cosmos', 'embedded', folder('third'))).toEqual(there);
  const third = await openShop({ DATA_DIR: folder('third') });
  expect(await third.shop.body(200, 'GET', '/items/i7/similar?limit=3')).toEqual(wanted);
  expect(await third.shop.body(200, 'GET', '/users/ada')).toMatchObject({ features: { age: 36 } });
  await closeShop(third.process);
}, 240_000);
