import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ServerOptions } from '../server.js';
import type { Host, HostOptions } from './host.js';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));

/** In a process of its own, whose file is a temporary one where none is given. */
export async function runApart({ file, ...options }: HostOptions): Promise<Host> {
  const folder = file === undefined ? await mkdtemp(join(tmpdir(), 'cosmos-')) : undefined;
  const path = file ?? join(folder ?? '', 'account.db');
  const run = (port: number) => startProcess({ file: path, ...options }, port);
  let running = await run(0);
  const { port } = running;
  const kill = () => killed(running.child);
  return {
    port,
    kill,
    async restart() {
      await kill();
      running = await run(port);
    },
    async stop() {
      await kill();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

const greeting = z.object({ port: z.int() });

/** Rejects where the process ends before it listens. */
async function startProcess(options: ServerOptions, port: number): Promise<Running> {
  const args = [JSON.stringify(options), String(port)];
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    env: { PATH: process.env['PATH'] },
    // It ends when its input does, and so not later than this process.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (piece: Buffer) => {
    complaints += String(piece);
  });
  const ended = once(child, 'close').then(() => Promise.reject(new Error(complaints)));
  // Nobody waits for it any more once the process has greeted.
  ended.catch(() => undefined);
  const [line] = await Promise.race([once(child.stdout, 'data'), ended]);
  return { child, port: greeting.parse(JSON.parse(String(line))).port };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
