import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export interface Served {
  readonly origin: string;
  /** From the launch of the process to the line that names the address. */
  readonly startMs: number;
  /** Processor seconds used so far, user and system. */
  cpuSeconds(): number;
  residentMb(): number;
  stop(): Promise<void>;
}

/** Starts a command and waits until it prints its address. */
export async function serve(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const launchedAt = performance.now();
  const [program, ...args] = command;
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const origin = await printedOrigin(child);
  const pid = child.pid ?? 0;
  return {
    origin,
    startMs: performance.now() - launchedAt,
    cpuSeconds: () => cpuSecondsOf(pid),
    residentMb: () => residentMbOf(pid),
    stop: () => stop(child),
  };
}

function printedOrigin(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) resolve(found[0]);
    });
  });
}

/** `utime` and `stime` are fields 14 and 15 of /proc/<pid>/stat, in ticks of 10 ms (man proc_pid_stat). */
function cpuSecondsOf(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(afterName[11]) + Number(afterName[12])) / 100;
}

function residentMbOf(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    // The whole group, because npm starts the server as a child of its own.
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
  });
}
