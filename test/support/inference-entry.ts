import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** The inference server as built, with its own encoders; settles once it takes work. */
export async function runInferenceEntry(environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/models/server/main.js'], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', INFERENCE_DEVICE: 'cpu', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const [line]: string[] = await once(createInterface({ input: child.stdout }), 'line');
  const origin = /(http:\S+)$/.exec(line ?? '')?.[1] ?? '';
  while ((await fetch(`${origin}/readyz`)).status !== 200) await setTimeout(20);
  return { child, origin, ended, stderr: () => stderr };
}
