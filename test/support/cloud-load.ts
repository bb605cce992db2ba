import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Called, call } from './call.js';
import { type JobBody, newSession } from './shop-client.js';

type Asked = readonly [
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
];

interface MetTask {
  readonly id: string;
  readonly session: Readonly<Record<string, string>>;
  readonly ended: JobBody;
}

/** What many clients do at once, each of whom sends again what was not acknowledged, to another instance. */
export interface CloudLoad {
  /** Ids of events that were acknowledged. */
  readonly events: readonly string[];
  /** The last price that was acknowledged, by item. */
  readonly prices: ReadonlyMap<string, number>;
  readonly tasks: readonly MetTask[];
  /** How often each was answered, such as `GET recommendations 200`. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Answers that no client should get, in words. */
  readonly improper: readonly string[];
  /** Begins no more, and settles once all that was begun has been acknowledged or has ended. */
  stop(): Promise<void>;
}

const eventsAtOnce = 5;
/** Of a client between what it does. */
const pauseMs = 40;

export function startCloudLoad(instances: readonly { readonly origin: string }[]): CloudLoad {
  const events: string[] = [];
  const prices = new Map<string, number>();
  const tasks: MetTask[] = [];
  const book = statusBook();
  let isOver = false;
  let turn = 0;

  /** Until it is taken. */
  async function insist(expected: number, ...asked: Asked): Promise<Called> {
    for (;;) {
      turn += 1;
      const instance = instances[turn % instances.length] ?? { origin: '' };
      const answer = await call(instance, ...asked);
      book.note(asked, answer, expected);
      if (answer.status === expected) return answer;
      await setTimeout(pauseMs);
    }
  }
  async function visit(): Promise<void> {
    const ids = Array.from({ length: eventsAtOnce }, () => randomUUID());
    const user = `user-${turn % 7}`;
    const rows = ids.map((id, at) => ({
      ...{ id, user_id: user, item_id: `item-${at}`, type: 'view' },
    }));
    await insist(200, 'POST', '/events', rows);
    events.push(...ids);
  }
  async function reprice(): Promise<void> {
    const id = `item-${prices.size % 12}`;
    const price = (prices.get(id) ?? 0) + 1;
    await insist(200, 'PUT', `/items/${id}`, { name: `Mug ${id}`, price });
    prices.set(id, price);
  }
  async function look(): Promise<void> {
    await insist(200, 'GET', `/recommendations/user-${turn % 7}?limit=5`);
  }
  /** Every third is cancelled. */
  async function order(): Promise<void> {
    const session = newSession();
    const key = { 'idempotency-key': randomUUID() };
    const begun = await insist(
      202,
      'POST',
      '/v1/recommendations',
      { limit: 2 },
      { ...session, ...key },
    );
    const { task_id: id } = begun.body as JobBody;
    const path = `/tasks/${id}`;
    if (turn % 3 === 0) await insistOnEnd(path, session);
    tasks.push({ id, session, ended: await endOf(path, session) });
  }
  /** 200 says that it had ended before. */
  async function insistOnEnd(path: string, session: MetTask['session']): Promise<void> {
    for (;;) {
      const instance = instances[0] ?? { origin: '' };
      const answer = await call(instance, 'DELETE', path, undefined, session);
      book.note(['DELETE', path], answer, answer.status === 200 ? 200 : 202);
      if (answer.status < 300) return;
      await setTimeout(pauseMs);
    }
  }
  async function endOf(path: string, session: MetTask['session']): Promise<JobBody> {
    for (;;) {
      const { body } = await insist(200, 'GET', path, undefined, session);
      const task = body as JobBody;
      if (task.status !== 'pending') return task;
      await setTimeout(4 * pauseMs);
    }
  }
  async function again(work: () => Promise<void>): Promise<void> {
    while (!isOver) {
      await work();
      await setTimeout(pauseMs);
    }
  }
  const clients = [visit, visit, visit, reprice, look, look, order, order, order, order];
  const working = Promise.all(clients.map(again));
  // Who stops it hears of a failure.
  working.catch(() => undefined);
  return {
    ...{ events, prices, tasks, statuses: book.statuses, improper: book.improper },
    async stop() {
      isOver = true;
      await working;
    },
  };
}

/** Busy or down may be said, with when to come back; anything else that was not expected is improper. */
function statusBook() {
  const statuses = new Map<string, number>();
  const improper: string[] = [];
  return {
    ...{ statuses, improper },
    note([method, path]: Asked, { status, headers, body }: Called, expected: number): void {
      const line = `${method} ${path.split('/')[1]} ${status}`;
      statuses.set(line, (statuses.get(line) ?? 0) + 1);
      if (status === expected) return;
      const isTold = [429, 503].includes(status) && headers.has('retry-after');
      if (!isTold) improper.push(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    },
  };
}
