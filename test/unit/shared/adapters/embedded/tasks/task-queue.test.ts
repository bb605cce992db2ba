import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedTasks,
  type EmbeddedTasksOptions,
  openEmbeddedTasks,
} from '../../../../../../shared/adapters/embedded/tasks/open-tasks.js';
import type { Delivery, HandleMessage } from '../../../../../../shared/ports/task-queue.js';
import {
  completed,
  failed,
  meeting,
  names,
  numbered,
  received,
  send,
} from '../../../../../contract/task-queue/queue-under-test.js';

describe('The embedded task queue', () => {
  let folder = '';
  let clients: EmbeddedTasks[] = [];
  let now = 1_700_000_000_000;
  const clock = () => now;
  const unexpected = (error: unknown) => {
    throw error;
  };
  const opened = (options: Partial<EmbeddedTasksOptions> = {}) => {
    const client = openEmbeddedTasks(folder, { clock, report: unexpected, ...options });
    clients.push(client);
    return client.queue;
  };
  const alter = (sql: string) => {
    const database = new Libsql(join(folder, 'tasks.db'));
    database.exec(sql);
    database.close();
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tasks-'));
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.close()));
    rmSync(folder, { recursive: true });
  });

  /** A delivery whose handler waits until it is told its outcome. */
  function held(queue: ReturnType<typeof opened>) {
    const begun = meeting(1);
    let end: Parameters<ConstructorParameters<typeof Promise<Settled>>[0]>[0] = () => {};
    const outcome = new Promise<Settled>((resolve) => {
      end = resolve;
    });
    const receiver = queue.receive(
      'recommendations',
      () => {
        begun.arrive();
        return outcome;
      },
      1,
    );
    return { begun: begun.complete, end, receiver };
  }
  type Settled = Awaited<ReturnType<HandleMessage>>;

  it.each<Settled>([
    { kind: 'complete' },
    { kind: 'retry', delayMs: 0 },
    { kind: 'dead-letter', reason: 'odd' },
  ])('lets a settlement after the lock was lost change nothing: $kind', async (settlement) => {
    const [here, there] = [opened({ lockMs: 60_000 }), opened({ lockMs: 60_000 })];
    await send(here, 'slow');
    const first = held(here);
    await first.begun;
    now += 60_000;
    const second = held(there);
    await second.begun;
    first.end(settlement);
    await first.receiver.close();
    expect(await here.deadLetters('recommendations', 10)).toEqual([]);
    second.end({ kind: 'retry', delayMs: 0 });
    await second.receiver.close();
    expect((await received(here, 1)).map(({ deliveryCount }) => deliveryCount)).toEqual([2]);
  });

  it('does not give a lock that was lost back to whoever renews it', async () => {
    const [here, there] = [opened({ lockMs: 30 }), opened({ lockMs: 60_000 })];
    await send(here, 'slow');
    const first = held(here);
    await first.begun;
    now += 30;
    const second = held(there);
    await second.begun;
    now += 59_000;
    // Some renewals of the first, which would make it the first's for longer.
    await new Promise((resolve) => setTimeout(resolve, 50));
    now += 1_000;
    expect(names(await received(opened(), 1))).toEqual(['slow']);
    first.end({ kind: 'complete' });
    second.end({ kind: 'complete' });
  });

  it('puts aside what was given out often enough and never settled', async () => {
    const options = { lockMs: 60_000, maxDeliveries: 2 };
    await send(opened(options), 'deadly');
    const holders = [];
    for (let round = 0; round < 2; round++) {
      const holder = held(opened(options));
      await holder.begun;
      holders.push(holder);
      now += 60_000;
    }
    const queue = opened(options);
    await send(queue, 'marker');
    expect(names(await received(queue, 1))).toEqual(['marker']);
    expect(await queue.deadLetters('recommendations', 10)).toEqual([
      { body: { taskId: 'deadly' }, reason: 'given out 2 times, and nobody settled it' },
    ]);
    for (const { end } of holders) end({ kind: 'complete' });
  });

  it('puts a body that is no JSON aside and goes on', async () => {
    const queue = opened();
    alter(`INSERT INTO messages (queue, visible_at, delivery_count, body)
      VALUES ('recommendations', 0, 0, 'not JSON'), ('recommendations', 0, 0, '{"cut')`);
    await send(queue, 'good');
    expect(names(await received(queue, 1))).toEqual(['good']);
    expect(await queue.deadLetters('recommendations', 10)).toEqual([
      { body: 'not JSON', reason: 'its body is no JSON' },
      { body: '{"cut', reason: 'its body is no JSON' },
    ]);
  });

  it('puts a failed message off for twice as long each time, up to half a minute', async () => {
    const queue = opened({ retryMs: 5_000 });
    await send(queue, 'hard');
    const receiver = queue.receive('recommendations', failed, 1);
    const database = new Libsql(join(folder, 'tasks.db'));
    const message = database.prepare('SELECT delivery_count, lock, visible_at FROM messages').raw();
    const read = () => message.get([]) as unknown as readonly [number, string | null, number];
    const delays: number[] = [];
    for (let failures = 1; failures <= 5; failures++) {
      await expect.poll(() => read().slice(0, 2)).toEqual([failures, null]);
      const [, , visibleAt] = read();
      delays.push(visibleAt - now);
      now = visibleAt;
    }
    await receiver.close();
    database.close();
    expect(delays).toEqual([5_000, 10_000, 20_000, 30_000, 30_000]);
  });

  it('keeps a bounded number of dead letters of each queue, the newest', async () => {
    const queue = opened({ maxDeadLetters: 3 });
    const handle: HandleMessage = async () => ({ kind: 'dead-letter', reason: 'odd' });
    await queue.send('jobs', { taskId: 'job' });
    await received(queue, 1, { handle, from: 'jobs' });
    for (const id of numbered(5)) {
      await send(queue, id);
      await received(queue, 1, { handle });
    }
    const kept = await queue.deadLetters('recommendations', 10);
    expect(kept.map(({ body }) => body)).toEqual(['2', '3', '4'].map((taskId) => ({ taskId })));
    expect(await queue.deadLetters('jobs', 10)).toHaveLength(1);
  });

  it('keeps any reason and any body of a dead letter', async () => {
    const queue = opened();
    const reason = 'odd \u0000 and \uD800 half';
    await send(queue, 'a\u0000b\uD800');
    await received(queue, 1, { handle: async () => ({ kind: 'dead-letter', reason }) });
    await queue.send('recommendations', null as never);
    await received(queue, 1, { handle: async () => ({ kind: 'dead-letter', reason: '' }) });
    expect(await queue.deadLetters('recommendations', 10)).toEqual([
      { body: { taskId: 'a\u0000b\uD800' }, reason },
      { body: null, reason: '' },
    ]);
  });

  it('names what a handler threw, whatever that is', async () => {
    const queue = opened({ maxDeliveries: 1 });
    await send(queue, 'a');
    const receiver = queue.receive('recommendations', () => Promise.reject('no error at all'), 1);
    await expect
      .poll(() => queue.deadLetters('recommendations', 1))
      .toMatchObject([{ reason: 'failed 1 times, at last: no error at all' }]);
    await receiver.close();
  });

  it('reports a database that fails while it waits, and goes on when that is over', async () => {
    const reports: unknown[] = [];
    const queue = opened({ report: (error) => reports.push(error) });
    await send(queue, 'a');
    alter('ALTER TABLE messages RENAME TO hidden');
    const arrived = received(queue, 1);
    await expect.poll(() => reports.length).toBeGreaterThan(0);
    alter('ALTER TABLE hidden RENAME TO messages');
    expect(names(await arrived)).toEqual(['a']);
  });

  it('reports a database that fails at taking and settling, and loses nothing', async () => {
    const reports: unknown[] = [];
    const queue = opened({ report: (error) => reports.push(error), lockMs: 60_000 });
    await send(queue, 'a');
    const refuse = `CREATE TRIGGER refuse BEFORE UPDATE ON messages
      BEGIN SELECT RAISE(ABORT, 'no room'); END`;
    alter(refuse);
    const arrived = received(queue, 1, {
      handle: async () => {
        alter('CREATE TRIGGER keep BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, "x"); END');
        return { kind: 'complete' };
      },
    });
    await expect.poll(() => reports.length).toBe(1);
    alter('DROP TRIGGER refuse');
    await arrived;
    expect(reports).toHaveLength(2);
    alter('DROP TRIGGER keep');
    now += 60_000;
    const [again] = await received(queue, 1);
    expect(again?.deliveryCount).toBe(2);
  });

  it('takes as many as there is room for at once, in the order of sending', async () => {
    const queue = opened();
    const ids = numbered(8);
    await send(queue, ...ids);
    const [eight, order] = [meeting(8), [] as Delivery[]];
    const receiver = queue.receive(
      'recommendations',
      async (delivery) => {
        order.push(delivery);
        eight.arrive();
        await once(delivery.signal, 'abort');
        return { kind: 'complete' };
      },
      8,
    );
    await eight.complete;
    expect(names(order)).toEqual(ids);
    await receiver.close();
  });

  it('finds the next of very many messages, though most are for later or another queue', async () => {
    const queue = opened();
    const far = now + 1e9;
    await send(queue, 'now');
    alter(`INSERT INTO messages (queue, visible_at, delivery_count, body)
      SELECT iif(value % 2, 'jobs', 'recommendations'), ${far}, 0, '{}' FROM generate_series(1, 100000)`);
    const plan = new Libsql(join(folder, 'tasks.db'))
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM messages WHERE queue = ? AND visible_at <= ?
          ORDER BY visible_at, id LIMIT ?`,
      )
      .all(['recommendations', now, 1])
      .map((row) => (row as { detail: string }).detail);
    expect(plan).toEqual([
      'SEARCH messages USING COVERING INDEX messages_in_turn (queue=? AND visible_at<?)',
    ]);
    expect(names(await received(queue, 1, { handle: completed }))).toEqual(['now']);
  });
});
