import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileHub } from '../support/file-hub.js';

let folder: string;
let hub: FileHub;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  hub = new FileHub();
  await hub.open();
  hub.files.set('onnx/model.onnx', Buffer.alloc(300_000, 'weights'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ models: [hub.model()] }));
});
afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly status: number | null;
  readonly printed: string;
  readonly complaints: string;
}

/** Runs the command in a process of its own; `onProgress` sees it once, when it has begun. */
function fetchModels(names: readonly string[], onProgress?: (stop: () => void) => void) {
  const command = ['--import', 'tsx', 'functions/command/models-fetch.ts', ...names];
  const env = { ...process.env, MODELS_DIR: folder, MODELS_HUB: hub.address };
  const child = spawn(process.execPath, command, { env });
  const output = { printed: '', complaints: '' };
  child.stdout.on('data', (text) => {
    output.printed += text;
  });
  child.stderr.on('data', (text) => {
    output.complaints += text;
  });
  child.stderr.once('data', () => onProgress?.(() => child.kill('SIGINT')));
  return new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, ...output }));
  });
}

test('a model is fetched with progress, and once', async () => {
  const first = await fetchModels(['tiny']);
  expect(first).toMatchObject({ status: 0 });
  expect(first.printed).toContain(`tiny (MIT) now in ${folder}; TEXT_MODEL=tiny uses it`);
  expect(first.complaints).toMatch(/tiny: \d+%/);
  const path = join(folder, 'tiny', '1', 'onnx', 'model.onnx');
  expect(await readFile(path)).toEqual(hub.files.get('onnx/model.onnx'));
  expect((await fetchModels(['tiny'])).printed).toContain('already');
  expect(hub.requests).toEqual(['onnx/model.onnx']);
});

test('a fetch that is stopped goes on where it was', async () => {
  hub.haltsAfter = 100_000;
  const stopped = await fetchModels(['tiny'], (stop) => stop());
  expect(stopped).toMatchObject({ status: 130 });
  expect(stopped.complaints).toContain('the same command goes on from here');
  hub.breakOff();
  expect(await fetchModels(['tiny'])).toMatchObject({ status: 0 });
});

test('a name that is none is refused with those that are', async () => {
  const refused = await fetchModels(['huge']);
  expect(refused).toMatchObject({ status: 2 });
  expect(refused.complaints).toContain('expected one of tiny, all-MiniLM-L6-v2');
});
