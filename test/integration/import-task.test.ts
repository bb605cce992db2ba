import { once } from 'node:events';
import { mkdirSync, mkdtempSync, watch, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '../support/call.js';
import { type LocalProcess, runLocal } from '../support/local-process.js';

const sessions = 12_000;
const row = (session: number) =>
  `{"session":${session},"events":[{"aid":${session % 700},"ts":1661724000278,"type":"clicks"},{"aid":1,"ts":1661724000300,"type":"orders"}]}\n`;

let folder: string;
const running: LocalProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
  mkdirSync(join(folder, 'imports'));
  const rows = Array.from({ length: sessions }, (_, session) => row(session));
  rows.splice(sessions / 2, 0, 'nonsense\n');
  writeFileSync(join(folder, 'imports', 'train.jsonl'), rows.join(''));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await rm(folder, { recursive: true });
});

function start(): LocalProcess {
  const started = runLocal({ DATA_DIR: folder, PORT: '0', TASK_LEASE_SECONDS: '1' });
  running.push(started);
  return started;
}

interface Job {
  readonly task_id: string;
  readonly status: string;
  readonly attempt: number;
  readonly progress: number;
  readonly result?: Readonly<Record<'counts' | 'countsBefore', Counts>>;
}
interface Counts {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

async function begin(origin: string): Promise<Job> {
  const wish = { format: 'otto', files: ['train.jsonl'] };
  const { status, body } = await call({ origin }, 'POST', '/admin/imports', wish);
  expect(status).toBe(202);
  return body as Job;
}

/** The task once it fits. */
async function jobAt(origin: string, id: string, fits: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const { body } = await call({ origin }, 'GET', `/admin/tasks/${id}`);
    if (fits(body as Job)) return body as Job;
    await setTimeout(20);
  }
}
const hasEnded = ({ status }: Job) => status !== 'pending';

async function popular(origin: string): Promise<readonly { readonly item_id: string }[]> {
  const { status, body } = await call({ origin }, 'GET', '/popular?limit=1');
  expect(status).toBe(200);
  return (body as { recommendations: readonly { readonly item_id: string }[] }).recommendations;
}

/** A batch of which the place is not noted yet may come twice: then its events are duplicates. */
function expectAll({ result }: Job): void {
  const { counts, countsBefore } = result ?? {};
  const repeated = counts?.duplicates ?? 0;
  expect((counts?.accepted ?? 0) + (countsBefore?.accepted ?? 0) + repeated).toBe(2 * sessions);
}

/** Settles in the middle of the file. */
async function rejectsAppear(): Promise<void> {
  const rejects = join(folder, 'rejects');
  mkdirSync(rejects, { recursive: true });
  const watcher = watch(rejects);
  await once(watcher, 'change');
  watcher.close();
}

test('an import runs beside requests, whose answers know what has been read', async () => {
  const origin = await start().ready;
  const { task_id: id } = await begin(origin);
  await jobAt(origin, id, ({ progress }) => progress > 0);
  expect(await popular(origin)).toMatchObject([{ item_id: '1' }]);
  const job = await jobAt(origin, id, hasEnded);
  expect(job).toMatchObject({
    status: 'completed',
    attempt: 1,
    result: { counts: { rejected: 1 } },
  });
  expectAll(job);
});

test('killed in the middle, the next start completes it', async () => {
  const first = start();
  const origin = await first.ready;
  const middle = rejectsAppear();
  const { task_id: id } = await begin(origin);
  await middle;
  first.child.kill('SIGKILL');
  await first.ended;

  const job = await jobAt(await start().ready, id, hasEnded);
  expect(job).toMatchObject({ status: 'completed', attempt: 2 });
  expect(job.result?.countsBefore.accepted).toBeGreaterThan(0);
  expectAll(job);
});

test('cancelled in the middle, it stays so, and another goes on from there', async () => {
  const first = start();
  const origin = await first.ready;
  const middle = rejectsAppear();
  const { task_id: id } = await begin(origin);
  await middle;
  expect((await call({ origin }, 'DELETE', `/admin/tasks/${id}`)).status).toBe(202);
  expect(await jobAt(origin, id, hasEnded)).toMatchObject({ status: 'cancelled' });
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);

  const again = await start().ready;
  expect(await jobAt(again, id, hasEnded)).toMatchObject({ status: 'cancelled', attempt: 1 });
  const job = await jobAt(again, (await begin(again)).task_id, hasEnded);
  expect(job.result?.countsBefore.accepted).toBeGreaterThan(0);
  expectAll(job);
});

test('an import that Ctrl-C broke off goes on by itself at the next start', async () => {
  const first = start();
  const origin = await first.ready;
  const middle = rejectsAppear();
  const { task_id: id } = await begin(origin);
  await middle;
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
  const job = await jobAt(await start().ready, id, hasEnded);
  expect(job).toMatchObject({ status: 'completed', attempt: 2 });
  expectAll(job);
});
