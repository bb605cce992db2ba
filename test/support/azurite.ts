import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = createRequire(import.meta.url).resolve('azurite/dist/src/queue/main.js');
const account = 'tastemaker';
const key = Buffer.from('a key for tests').toString('base64');

/** Azurite's queues as a process of its own, with its files in a temporary folder. */
export class Azurite {
  #child: ChildProcess | undefined;
  #folder: string | undefined;
  #port = 0;

  get connectionString(): string {
    const endpoint = `QueueEndpoint=http://127.0.0.1:${this.#port}/${account}`;
    return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoint};`;
  }

  /** On a port that the system chooses; after a `kill`, on the same one with the same messages. */
  async start(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'azurite-'));
    const where = ['--location', this.#folder, '--queuePort', String(this.#port)];
    const child = spawn(
      process.execPath,
      [program, ...where, '--skipApiVersionCheck', '--disableTelemetry'],
      {
        env: { PATH: process.env['PATH'], AZURITE_ACCOUNTS: `${account}:${key}` },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child = child;
    this.#port = await portOf(child);
  }

  /** As a crash would end it. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    this.#child = undefined;
    await ended;
  }

  async dispose(): Promise<void> {
    await this.kill();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true });
  }
}

/** Rejects where the process ends before it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (piece: Buffer) => {
      said += String(piece);
      const port = /listens on https?:\/\/[\d.]+:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('exit', () => reject(new Error(`Azurite ended: ${said}`)));
  });
}
