import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface LocalProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Settles with the address once the process has greeted. Rejects if it ends before. */
  readonly ready: Promise<string>;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

type Environment = Readonly<Record<string, string>>;

/** Runs the local entry with these variables and no others but PATH. */
export const runLocal = (environment: Environment) =>
  run(['--import', 'tsx', 'functions/local.ts'], environment, originOf);

export function buildWhatIsStale(): void {
  execFileSync(process.execPath, ['infra/tooling/run.mjs'], { stdio: 'ignore' });
}

/** The same as built, the only form in which it can start threads and processes: `buildWhatIsStale` comes first. */
export const runBuilt = (environment: Environment) =>
  run(['dist/functions/local.js'], environment, originOf);

/** The same of another folder, such as an unpacked package. */
export const runIn = (folder: string, environment: Environment) =>
  run(['dist/functions/local.js'], environment, originOf, folder);

/** A worker beside it, as built; ready once it takes tasks, with nothing to tell. */
export const runWorker = (environment: Environment) =>
  run(['dist/functions/worker.js'], environment, (said) =>
    said.includes('Ctrl-C') ? '' : undefined,
  );

function originOf(said: string): string | undefined {
  const origin = /ready at (http\S+)\/api\//.exec(said)?.[1];
  return said.includes('Ctrl-C') ? origin : undefined;
}

/** `readiness`: what a process that has said so much is ready with. */
function run(
  command: readonly string[],
  environment: Environment,
  readiness: (said: string) => string | undefined,
  cwd = process.cwd(),
): LocalProcess {
  const child = spawn(process.execPath, command, {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      SAMPLE_SHOP: 'off',
      RETRAIN_SCHEDULE: 'off',
      SYNC_SCHEDULE: 'off',
      LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stderr.on('data', (piece: Buffer) => {
    said.stderr += piece.toString();
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (piece: Buffer) => {
      said.stdout += piece.toString();
      const ready = readiness(said.stdout);
      if (ready !== undefined) resolve(ready);
    });
    ended.then(() => reject(new Error(`ended before it was ready: ${said.stderr}`)), reject);
  });
  // A test that expects the start to fail has no use for this.
  ready.catch(() => undefined);
  return { child, ready, ended, stdout: () => said.stdout, stderr: () => said.stderr };
}
