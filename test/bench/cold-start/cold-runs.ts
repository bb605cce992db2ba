import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';
import { serve } from '../speed/served.js';

type Environment = Readonly<Record<string, string>>;

/** The servers have the other one. */
const core = ['taskset', '-c', '1', process.execPath] as const;
const user = 'u7';

export interface Start {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** What the answer has cost; undefined where nothing is billed. */
  readonly requestUnits: string | undefined;
  /** Of its parts, by name. */
  readonly stepsMs: Readonly<Record<string, number>>;
}

/** In plain JavaScript, as loading a compiler would count as part of the start. */
export function compileWorker(app: string): string {
  const folder = join(dirname(app), 'worker');
  for (const path of ['bench/cold-start/cold-worker', 'support/functions-worker']) {
    const { outputText } = ts.transpileModule(readFileSync(`test/${path}.ts`, 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, `${path}.js`), outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return join(folder, 'bench/cold-start/cold-worker.js');
}

export async function inWorker(
  app: string,
  worker: string,
  environment: Environment,
): Promise<Start> {
  forget(environment);
  const startedAt = performance.now();
  const [program, ...args] = [...core, worker, join(app, 'dist/functions/main.js'), user];
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  const answer = JSON.parse((await lines.next()).value ?? 'null');
  const wallMs = performance.now() - startedAt;
  const metrics: string = JSON.parse((await lines.next()).value ?? '""');
  await ended;
  demandList(answer.status, answer.body);
  return {
    wallMs,
    cpuMs: answer.cpuMs,
    requestUnits: answer.cost,
    stepsMs: stepsOf(metrics, wallMs),
  };
}

export async function inLocalHost(app: string, environment: Environment): Promise<Start> {
  forget(environment);
  const startedAt = performance.now();
  const server = await serve([...core, join(app, 'dist/functions/local.js')], environment);
  const response = await fetch(`${server.origin}/api/recommendations/${user}`);
  const body = (await response.json()) as Listed;
  const wallMs = performance.now() - startedAt;
  const cpuMs = server.cpuSeconds() * 1_000;
  const metrics = await (await fetch(`${server.origin}/api/metrics`)).text();
  await server.stop();
  demandList(response.status, body);
  const requestUnits = response.headers.get('x-request-charge') ?? undefined;
  return { wallMs, cpuMs, requestUnits, stepsMs: stepsOf(metrics, wallMs) };
}

/** A new instance has an empty disk, unless its shop lies on it. */
function forget({ COSMOS_ENDPOINT, DATA_DIR = '' }: Environment): void {
  if (COSMOS_ENDPOINT !== undefined) rmSync(DATA_DIR, { recursive: true, force: true });
}

interface Listed {
  readonly recommendations?: readonly unknown[];
}

function demandList(status: number, body: Listed): void {
  if (status !== 200 || !body.recommendations?.length)
    throw new Error(`no recommendations: ${status} ${JSON.stringify(body)}`);
}

/** As the app reports them; the rest goes by before the process runs any code, and from its doors to the answer. */
function stepsOf(metrics: string, wallMs: number): Readonly<Record<string, number>> {
  const found = metrics.matchAll(/^tastemaker_start_seconds_sum\{step="(\w+)"\} ([\d.e-]+)$/gm);
  const steps: Record<string, number> = {};
  for (const [, step = '', seconds] of found) steps[step] = Number(seconds) * 1_000;
  const sum = Object.values(steps).reduce((total, ms) => total + ms, 0);
  return { ...steps, 'process and answer': wallMs - sum };
}
