import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, on, once } from 'node:events';
import type { Heard } from './letter-encoders.js';

export interface InferenceProcess {
  readonly child: ChildProcess;
  /** Settles once it listens. Rejects if it ends before. */
  readonly origin: Promise<string>;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  stderr(): string;
  /** Lets so many batches end; `Infinity` lets all. */
  permit(batches: number): void;
  /** What the encoders did next. */
  heard(): Promise<Heard>;
}

type Environment = Readonly<Record<string, string>>;

const fixture = new URL('../integration/fixtures/inference-process.ts', import.meta.url);
/** Two sizes for texts, pictures, and texts beside pictures. */
const warmUpBatches = 6;

/** Starts the server with the encoders of `letter-encoders.ts`, which wait for permits. */
export function runInference(environment: Environment = {}): InferenceProcess {
  const child = fork(fixture, {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      LOG_LEVEL: 'info',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  const heard = new EventEmitter();
  const next = on(heard, 'heard');
  child.on('message', (message: Heard) => heard.emit('heard', message));
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const origin = originOf(child, ended, () => stderr);
  origin.catch(() => undefined);
  return {
    ...{ child, origin, ended, stderr: () => stderr },
    permit: (batches) => void child.send(batches),
    async heard() {
      const { value } = await next.next();
      return (value as [Heard])[0];
    },
  };
}

function originOf(
  child: ChildProcess,
  ended: Promise<unknown>,
  stderr: () => string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    child.stdout?.on('data', (piece: Buffer) => {
      stdout += piece.toString();
      const found = /server at (http\S+)\n/.exec(stdout)?.[1];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`ended before it listened: ${stderr()}`)));
  });
}

/** Waits until it takes work, with no batch under way and none to hear of. */
export async function warmedUp(server: InferenceProcess): Promise<string> {
  server.permit(warmUpBatches);
  const origin = await server.origin;
  for (let batch = 0; batch < warmUpBatches; batch += 1) await server.heard();
  while (!(await fetch(`${origin}/readyz`)).ok);
  return origin;
}

/** The value of a metric such as `queue_length{encoder="text"}`. */
export async function metric(origin: string, name: string, key = ''): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const text = await (await fetch(`${origin}/metrics`, { headers })).text();
  const line = text.split('\n').find((each) => each.startsWith(`tastemaker_inference_${name} `));
  return Number(line?.split(' ')[1]);
}
