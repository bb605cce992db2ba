import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../shared/adapters/embedded/open-store.js';
import { openSampleShop } from '../../shared/use-cases/open-sample-shop.js';
import { RecordedProgress } from '../support/recorded-progress.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the command in a process of its own; `onProgress` sees it once events are being written. */
function resetDemo(onProgress?: (kill: () => void) => void) {
  const command = ['--import', 'tsx', 'functions/command/reset-demo.ts'];
  const child = spawn(process.execPath, command, { env: { ...process.env, DATA_DIR: folder } });
  let printed = '';
  const listen = (text: string) => {
    printed += text;
    if (text.includes('Sixty days of shopping')) onProgress?.(() => child.kill('SIGKILL'));
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise<{ readonly status: number | null; readonly printed: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, printed }));
  });
}

async function withStore<T>(work: (store: EmbeddedStore) => Promise<T>): Promise<T> {
  const store = openEmbeddedStore(folder);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

const counts = ({ catalog, events }: EmbeddedStore) =>
  Promise.all([catalog.count(), events.count()]);

test('a shop that kill -9 cut short is completed on the next start, each event once', async () => {
  const { status } = await resetDemo((kill) => kill());
  expect(status).toBeNull();
  await withStore(async (store) => {
    const progress = new RecordedProgress();
    const [, before = 0] = await counts(store);
    const opening = await openSampleShop({ ...store, clock: () => Date.now(), progress });
    expect(opening).toMatchObject({ outcome: 'completed', items: 2000 });
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(opening.events);
    expect(await counts(store)).toEqual([2000, opening.events]);
  });
});

test('a reset shows progress, ends well and says what comes next', async () => {
  const { status, printed } = await resetDemo();
  expect(status).toBe(0);
  expect(printed).toMatch(/Stocking the sample shop: 0%.*Sixty days of shopping: 100%.*npm start/s);
});

test('a folder that a process has open is left alone, with a message of one line', async () => {
  await withStore(async () => {
    const refused = await resetDemo();
    expect(refused.status).toBe(1);
    expect(refused.printed).toMatch(/^tastemaker: .*\(pid \d+\) has the data folder .* open.*\n$/);
  });
  expect(existsSync(join(folder, 'store.db'))).toBe(true);
});
