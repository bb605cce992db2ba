import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const programs = createRequire(import.meta.url);
const account = 'tastemaker';
const key = Buffer.from('a key for tests').toString('base64');

type Service = 'queue' | 'blob';

/** Azurite's queues or blobs as a process of its own, with its files in a temporary folder. */
export class Azurite {
  readonly #service: Service;
  readonly #flags: readonly string[];
  #child: ChildProcess | undefined;
  #folder: string | undefined;
  #port = 0;

  /** `flags`: of Azurite's command line. */
  constructor(service: Service = 'queue', flags: readonly string[] = []) {
    this.#service = service;
    this.#flags = flags;
  }

  get port(): number {
    return this.#port;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}/${account}`;
  }

  get connectionString(): string {
    return this.connectionAt(this.#port);
  }

  /** As it is reached by another port, which leads to its own. */
  connectionAt(port: number): string {
    const name = this.#service === 'blob' ? 'BlobEndpoint' : 'QueueEndpoint';
    const endpoint = `${name}=http://127.0.0.1:${port}/${account}`;
    return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoint};`;
  }

  /** On a port that the system chooses; after a `kill`, on the same one with the same messages. */
  async start(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'azurite-'));
    const program = programs.resolve(`azurite/dist/src/${this.#service}/main.js`);
    const where = ['--location', this.#folder, `--${this.#service}Port`, String(this.#port)];
    const child = spawn(
      process.execPath,
      [program, ...where, '--skipApiVersionCheck', '--disableTelemetry', ...this.#flags],
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
