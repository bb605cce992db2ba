import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Called, call } from './call.js';
import { type LocalProcess, runBuilt, runWorker } from './local-process.js';

export interface TaskBody {
  readonly task_id: string;
  readonly status: 'pending' | 'completed' | 'failed' | 'cancelled';
  readonly stage: string;
  readonly attempt: number;
  readonly data?: readonly {
    readonly item_id: string;
    readonly name: string;
    readonly offers: readonly unknown[];
    readonly note?: string;
  }[];
  readonly error?: string;
}

/** Leases of a second, so that what died is missed soon. */
const hurried = {
  ...{ TASK_LEASE_SECONDS: '1', TASK_RESEND_SECONDS: '1', TASK_MAX_ATTEMPTS: '50' },
  ...{ TASK_MAX_QUEUED: '10000', LOG_LEVEL: 'debug', SHOPPING_CACHE_SECONDS: '0' },
};

/** A data folder with one process that answers requests and any number of workers, all of which may be killed. */
export async function openTaskProcesses(environment: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'task-processes-'));
  const settings = { ...hurried, ...environment, DATA_DIR: folder, PORT: '0' };
  const running = new Set<LocalProcess>();
  const logs: LocalProcess[] = [];
  let origin = '';

  async function ready(started: LocalProcess): Promise<LocalProcess> {
    running.add(started);
    logs.push(started);
    void started.ended.then(() => running.delete(started));
    await started.ready;
    return started;
  }
  async function startApi(more: Readonly<Record<string, string>> = {}): Promise<LocalProcess> {
    const api = await ready(runBuilt({ ...settings, TASK_CONCURRENCY: '0', ...more }));
    origin = await api.ready;
    return api;
  }
  /** Answers of an API that may be down just now. */
  async function asking(
    session: string,
    method: string,
    path: string,
    ...[body, headers]: readonly [body?: unknown, headers?: Readonly<Record<string, string>>]
  ): Promise<Called> {
    for (;;) {
      try {
        return await call({ origin }, method, path, body, { 'x-session-id': session, ...headers });
      } catch {
        await setTimeout(20);
      }
    }
  }
  return {
    folder,
    startApi,
    startWorker: (more: Readonly<Record<string, string>> = {}) =>
      ready(runWorker({ ...settings, TASK_CONCURRENCY: '8', ...more })),
    asking,
    async kill(one: LocalProcess): Promise<void> {
      one.child.kill('SIGKILL');
      await one.ended;
    },
    /** Begins a task in a session of its own, or the one named. */
    async begin(session: string = randomUUID(), version = 'v1', body: unknown = { limit: 2 }) {
      // A request whose answer was lost is sent again.
      const key = { 'idempotency-key': randomUUID() };
      const answer = await asking(session, 'POST', `/${version}/recommendations`, body, key);
      return { session, answer, id: (answer.body as TaskBody).task_id };
    },
    /** Settles with the task once it has ended. */
    async ended(session: string, id: string, everyMs = 20): Promise<TaskBody> {
      for (;;) {
        const { status, body } = await asking(session, 'GET', `/tasks/${id}`);
        const task = body as TaskBody;
        if (status === 200 && task.status !== 'pending') return task;
        await setTimeout(everyMs);
      }
    },
    /** The task's Server-Sent Events, each as it came. */
    async *events(session: string, id: string): AsyncGenerator<string> {
      const headers = { 'x-session-id': session };
      const { body } = await fetch(`${origin}/api/tasks/${id}/events`, { headers });
      let text = '';
      for await (const piece of body ?? []) {
        text += Buffer.from(piece).toString();
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        yield* events;
      }
    },
    /** How each task was said to have ended, by all processes there have been. */
    endings(): ReadonlyMap<string, readonly string[]> {
      return endingsIn(logs.map((one) => one.stderr()));
    },
    async close() {
      for (const one of running) one.child.kill('SIGKILL');
      await Promise.all([...running].map(({ ended }) => ended));
      await rm(folder, { recursive: true });
    },
  };
}
export type TaskProcesses = Awaited<ReturnType<typeof openTaskProcesses>>;

/** How often and how each task ended, by what processes say at the level `debug`. */
export function endingsIn(logs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const endings = new Map<string, string[]>();
  for (const line of logs.flatMap((log) => log.split('\n'))) {
    if (!line.includes('"msg":"task"')) continue;
    const { id, status } = JSON.parse(line) as { readonly id: string; readonly status: string };
    endings.set(id, [...(endings.get(id) ?? []), status]);
  }
  return endings;
}

/** A handful of items, enough to recommend. */
export const fewItems = Array.from({ length: 12 }, (_, n) => ({
  id: `mug-${n}`,
  name: `Mug number ${n}`,
  categories: ['Mugs'],
  price: 1 + n,
}));
