import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { textToFloats } from '../../shared/contracts/inference/float-text.js';
import { encodedAnswerSchema, inferencePaths } from '../../shared/contracts/inference.js';
import { buildWhatIsStale } from '../support/local-process.js';

/** Node starts only compiled threads. */
beforeAll(buildWhatIsStale);

type Child = ChildProcessByStdio<null, Readable, Readable>;

const running: Child[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) if (child.kill('SIGKILL')) await once(child, 'close');
});

function start(environment: Readonly<Record<string, string>>): Child {
  const child = spawn(process.execPath, ['dist/models/server/main.js'], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

test('it encodes without weights and without a GPU, and ends when it is told to', async () => {
  const child = start({});
  const [line]: string[] = await once(createInterface({ input: child.stdout }), 'line');
  const origin = /^inference server at (http:\S+)$/.exec(line ?? '')?.[1] ?? '';
  const readiness = async () => (await fetch(`${origin}/readyz`)).status;
  // It encodes as much as it takes at a time before it is ready.
  await expect.poll(readiness, { timeout: 30_000 }).toBe(200);
  const response = await fetch(origin + inferencePaths.texts, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ texts: ['blue mug', 'a blue mug', 'garden hose'] }),
  });
  const { vectors, space } = encodedAnswerSchema.parse(await response.json());
  const rows = textToFloats(vectors, 3 * space.dimensions);
  const likeness = (a: number, b: number) => {
    let sum = 0;
    for (let at = 0; at < space.dimensions; at += 1) {
      sum += (rows[a * space.dimensions + at] ?? 0) * (rows[b * space.dimensions + at] ?? 0);
    }
    return sum;
  };
  expect(likeness(0, 0)).toBeCloseTo(1, 5);
  expect(likeness(0, 1)).toBeGreaterThan(likeness(0, 2));
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([0, null]);
});

test('a bad variable stops the start and is named', async () => {
  const child = start({ INFERENCE_DEVICE: 'abacus' });
  const said = createInterface({ input: child.stderr });
  const lines: string[] = [];
  said.on('line', (line) => lines.push(line));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(lines.join('\n')).toContain('inference server: Bad configuration:\n  INFERENCE_DEVICE: ');
});
