import type { DeadLetter, TaskQueueName } from '../../../../ports/task-queue.js';
import { fromJson, number, text } from '../../database/columns.js';
import type { Sqlite } from '../../database/sqlite.js';

/** A message that somebody has in hand. What they do with it counts only while it carries their lock. */
export interface TakenMessage {
  readonly id: number;
  readonly queue: TaskQueueName;
  /** JSON, or whatever another program wrote there. */
  readonly text: string;
  /** This one included. */
  readonly deliveryCount: number;
  readonly lock: string;
}

/** What is asked of `take`. */
export interface TakeRequest {
  readonly queue: TaskQueueName;
  readonly limit: number;
  readonly lock: string;
  /** Milliseconds since 1970 UTC, as `until`, when the lock will be over. */
  readonly now: number;
  readonly until: number;
}

/**
 * The tables of messages and dead letters. Taking the next of n messages costs O(log n). What writes is to be called
 * inside a transaction; what changes a message that is taken is false, and changes nothing, where its lock is another's.
 */
export interface MessageTable {
  add(queue: TaskQueueName, text: string, visibleAt: number): void;
  /** When the first message may be taken; it may have come. Undefined where there is none. */
  nextAt(queue: TaskQueueName): number | undefined;
  /** Those whose time has come, the longest overdue first. */
  take(request: TakeRequest): readonly TakenMessage[];
  renew(message: TakenMessage, until: number): boolean;
  remove(message: TakenMessage): boolean;
  /** `deliveryCount`: how often it will have been delivered then. */
  putBack(message: TakenMessage, visibleAt: number, deliveryCount: number): boolean;
  /** Moves it to the dead letters, of which the oldest go where they are too many. */
  bury(message: TakenMessage, reason: string): boolean;
  deadLetters(queue: TaskQueueName, limit: number): readonly DeadLetter[];
}

export function messageTable(database: Sqlite, maxDeadLetters: number): MessageTable {
  const insert = database.prepare(`INSERT INTO messages (queue, visible_at, delivery_count, body)
    VALUES (?, ?, 0, ?)`);
  const first = database.prepare(`SELECT visible_at FROM messages WHERE queue = ?
    ORDER BY visible_at LIMIT 1`);
  const extend = database.prepare('UPDATE messages SET visible_at = ? WHERE id = ? AND lock = ?');
  const remove = database.prepare('DELETE FROM messages WHERE id = ? AND lock = ?');
  const release = database.prepare(`UPDATE messages
    SET visible_at = ?, delivery_count = ?, lock = NULL WHERE id = ? AND lock = ?`);
  const graveyard = deadLetterTable(database, maxDeadLetters);
  return {
    add: (queue, body, visibleAt) => void insert.run(queue, visibleAt, body),
    nextAt(queue) {
      const row = first.row(queue);
      return row && number(row[0]);
    },
    take: taker(database),
    renew: ({ id, lock }, until) => extend.run(until, id, lock) === 1,
    remove: ({ id, lock }) => remove.run(id, lock) === 1,
    putBack: ({ id, lock }, visibleAt, deliveryCount) =>
      release.run(visibleAt, deliveryCount, id, lock) === 1,
    bury: (message, reason) =>
      graveyard.add(message, reason) && remove.run(message.id, message.lock) === 1,
    deadLetters: graveyard.oldest,
  };
}

function taker(database: Sqlite): MessageTable['take'] {
  const take = database.prepare(`UPDATE messages
    SET visible_at = ?, delivery_count = delivery_count + 1, lock = ?
    WHERE id IN (SELECT id FROM messages WHERE queue = ? AND visible_at <= ?
      ORDER BY visible_at, id LIMIT ?)
    RETURNING id, body, delivery_count`);
  return ({ queue, limit, lock, now, until }) =>
    take
      .rows(until, lock, queue, now, limit)
      .map(([id, body, deliveryCount]) => ({
        ...{ id: number(id), queue, text: text(body), deliveryCount: number(deliveryCount), lock },
      }))
      .sort((a, b) => a.id - b.id);
}

function deadLetterTable(database: Sqlite, maxDeadLetters: number) {
  const copy = database.prepare(`INSERT INTO dead_letters (queue, body, reason)
    SELECT queue, body, ? FROM messages WHERE id = ? AND lock = ?`);
  const trim = database.prepare(`DELETE FROM dead_letters WHERE queue = ?1 AND id <=
    (SELECT id FROM dead_letters WHERE queue = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`);
  const oldest = database.prepare(`SELECT body, reason FROM dead_letters WHERE queue = ?
    ORDER BY id LIMIT ?`);
  return {
    /** As JSON, which any text of a failure fits into. */
    add({ id, queue, lock }: TakenMessage, reason: string): boolean {
      if (copy.run(JSON.stringify(reason), id, lock) === 0) return false;
      trim.run(queue, maxDeadLetters);
      return true;
    },
    oldest: (queue: TaskQueueName, limit: number) =>
      oldest.rows(queue, limit).map(([body, reason]) => ({
        body: bodyOf(text(body)),
        reason: text(fromJson(reason)),
      })),
  };
}

/** The text itself where it is no JSON. */
function bodyOf(column: string): unknown {
  const body = fromJson(column);
  return body === undefined ? column : body;
}
