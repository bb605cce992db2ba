import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEmbeddedVectors } from '../../shared/adapters/embedded/vectors/open-vectors.js';
import type { Task } from '../../shared/domain/tasks/task.js';
import { spaceName } from '../../shared/domain/vector-space.js';
import { openSyncHouse, product } from '../support/sync-house.js';
import { startTestProcess } from './fixtures/store-process.js';

const count = 400;
const batchSize = 16;
const program = new URL('fixtures/sync-process.ts', import.meta.url);

interface End {
  readonly task: Task;
  readonly encoded: number;
}

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sync-'));
  const house = openSyncHouse({ folder });
  const mug = { categories: ['Mugs'], attributes: { colour: 'Teal' } };
  const ids = Array.from({ length: count }, (_, at) => `mug ${at}`);
  await house.put(...ids.map((id) => product(id, { ...mug, imageUrl: `/api/pictures/${id}` })));
  house.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Kills the process once it hangs in that batch. */
async function killAt(version: string, batch: number): Promise<void> {
  const { child, lines, ended } = startTestProcess(program, [folder, version, `${batch}`]);
  for await (const line of lines) {
    expect(line).toEqual({ hangs: true });
    child.kill('SIGKILL');
  }
  expect(await ended).toBe('');
}

async function finish(version: string): Promise<End> {
  const { lines, ended } = startTestProcess(program, [folder, version]);
  const said: unknown[] = [];
  for await (const line of lines) said.push(line);
  expect(await ended).toBe('');
  return said[0] as End;
}

/** By name: how many vectors there are; and which space of pictures serves. */
async function vectorsThere() {
  const { vectors, close } = openEmbeddedVectors(folder);
  const all = await vectors.spaces();
  const active = await vectors.active('image');
  close();
  const sizes = Object.fromEntries(all.map(({ space, size }) => [spaceName(space), size]));
  return { sizes, active: active && spaceName(active) };
}
const [text, first, second] = ['tiny-text@1/256', 'tiny-image@1/12', 'tiny-image@2/12'];

describe('A sync whose process is killed', () => {
  test('is gone on with by the next one, which encodes nothing twice', async () => {
    await killAt('1', 10);
    const written = 9 * batchSize;
    expect(await vectorsThere()).toMatchObject({ sizes: { [first]: written }, active: undefined });
    const { task, encoded } = await finish('1');
    expect(task).toMatchObject({ status: 'completed', attempt: 2 });
    expect(task.result).toMatchObject({ read: count, encoded: count, unchanged: 0, failed: 0 });
    expect(encoded).toBe(count - written);
    expect(await vectorsThere()).toEqual({
      sizes: { [text]: count, [first]: count },
      active: first,
    });
  });

  test('twice, and once before it had done anything, is done by the third', async () => {
    await killAt('1', 1);
    await killAt('1', 5);
    const { task } = await finish('1');
    expect(task).toMatchObject({ status: 'completed', attempt: 3, result: { encoded: count } });
  });

  test('while a model changes, leaves the old vectors to serve until the new ones are complete', async () => {
    await finish('1');
    await killAt('2', 12);
    const whole = { [text]: count, [first]: count };
    expect(await vectorsThere()).toEqual({
      sizes: { ...whole, [second]: 11 * batchSize },
      active: first,
    });
    const { task, encoded } = await finish('2');
    expect(task).toMatchObject({ status: 'completed', attempt: 2, result: { encoded: count } });
    expect(encoded).toBe(count - 11 * batchSize);
    expect(await vectorsThere()).toEqual({
      sizes: { [text]: count, [second]: count },
      active: second,
    });
  });
});
