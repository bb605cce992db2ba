import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { folderWith } from '../support/datasets.js';
import { recordsIn } from '../support/task-records.js';

const sessions = 30_000;
const row = (session: number) =>
  `{"session":${session},"events":[{"aid":${session % 700},"ts":1661724000278,"type":"clicks"},{"aid":1,"ts":1661724000300,"type":"orders"}]}\n`;

/** Sessions with one bad row in the middle. */
function content(): string {
  const rows = Array.from({ length: sessions }, (_, index) => row(index));
  rows.splice(sessions / 2, 0, 'nonsense\n');
  return rows.join('');
}

function start(folder: string, ...given: string[]): ChildProcess {
  const entry = ['--import', 'tsx', 'functions/command/import.ts', ...given];
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), INIT_CWD: folder };
  const child = spawn(process.execPath, entry, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function finish(child: ChildProcess) {
  const [out, err] = [child.stdout, child.stderr].map(collect);
  const [status] = await once(child, 'close');
  return { status, out: out?.() ?? '', err: err?.() ?? '' };
}

function collect(stream: ChildProcess['stdout']): () => string {
  const chunks: string[] = [];
  stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}

/** Settles when the bad row is written down, which is after its batch and before the place is noted. */
async function rejectsAppear(folder: string): Promise<void> {
  const rejects = join(folder, 'data', 'rejects');
  mkdirSync(rejects, { recursive: true });
  const watcher = watch(rejects);
  await once(watcher, 'change');
  watcher.close();
}

const records = (folder: string) => recordsIn(join(folder, 'data'));

async function counts(folder: string) {
  const store = openEmbeddedStore(join(folder, 'data'));
  const found = { events: await store.events.count(), items: await store.catalog.count() };
  store.close();
  return found;
}

describe('npm run import', () => {
  it('goes on after kill -9 where it was, and ends as if nothing had happened', async () => {
    const folder = folderWith({ 'train.jsonl': content() });
    const killed = start(folder, '--format', 'otto', 'train.jsonl');
    await rejectsAppear(folder);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    const before = await counts(folder);
    expect(before.events).toBeGreaterThan(0);
    expect(before.events).toBeLessThan(2 * sessions);
    const [left] = await records(folder);
    expect(left).toMatchObject({ kind: 'import', status: 'pending', attempt: 1 });

    const { status, out } = await finish(start(folder, '--format', 'otto', 'train.jsonl'));
    expect(out).toMatch(/^Imported /);
    expect(status).toBe(0);
    expect(await counts(folder)).toEqual({ events: 2 * sessions, items: 700 });
    const [done, dead] = await records(folder);
    expect(done).toMatchObject({
      status: 'completed',
      result: { countsBefore: expect.anything() },
    });
    // Whoever held it may still be thought to live; it ends by this once that is over.
    expect(dead?.id).toBe(left?.id);
    expect(dead?.isCancelRequested || dead?.status === 'cancelled').toBe(true);
    const [log = ''] = readdirSync(join(folder, 'data', 'rejects'));
    const rejected = readFileSync(join(folder, 'data', 'rejects', log), 'utf8')
      .trim()
      .split('\n');
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toContain(`"line":${sessions / 2 + 1}`);

    const again = await finish(start(folder, '--format', 'otto', 'train.jsonl'));
    expect(again.out).toMatch(/^Everything was there already: 60,000 events, 700 items/);
    expect(await counts(folder)).toEqual({ events: 2 * sessions, items: 700 });
  });

  it('finishes its batch on Ctrl-C and says how to go on', async () => {
    const folder = folderWith({ 'train.jsonl': content() });
    const child = start(folder, '--format', 'otto', 'train.jsonl');
    const stopped = finish(child);
    await rejectsAppear(folder);
    child.kill('SIGINT');
    const { status, out } = await stopped;
    expect(status).toBe(130);
    expect(out).toContain('Stopped before the end; the same command goes on from here.');
    const cancelled = { status: 'cancelled', reason: 'a stop was asked for' };
    expect(await records(folder)).toMatchObject([cancelled]);
  });

  it('says in one line that the shop is in use', async () => {
    const folder = folderWith({ 'train.jsonl': row(1) });
    const store = openEmbeddedStore(join(folder, 'data'));
    const { status, err } = await finish(start(folder, '--format', 'otto', 'train.jsonl'));
    store.close();
    expect(status).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(join(folder, 'data'));
  });

  it('names a bad variable before anything else', async () => {
    const folder = folderWith({});
    const env = { ...process.env, PORT: 'x', DATA_DIR: folder };
    const entry = ['--import', 'tsx', 'functions/command/import.ts', '--help'];
    const child = spawn(process.execPath, entry, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const { status, err } = await finish(child);
    expect(err).toMatch(/PORT/);
    expect(status).toBe(1);
  });
});
