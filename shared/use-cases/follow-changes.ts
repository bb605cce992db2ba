import { AppError } from '../domain/errors.js';
import type { ChangeFollower, ChangeLog } from '../ports/change-log.js';

const pageSize = 2_000;
const pollMs = 50;
const defaultTimeoutMs = 2_000;

/** Keeps what this process holds in memory in step with the store. */
export interface FollowChanges {
  /** Settles once every change made before the call has been applied; tells how many after each page. */
  catchUp(tell?: (applied: number) => void): Promise<void>;
  /** The cursor behind the last applied change; undefined before the first. */
  reached(): string | undefined;
  /** Settles once `token` is covered. Throws `unavailable` after the bound, `invalid` for a token of no store. */
  waitFor(token: string, timeoutMs?: number): Promise<void>;
}

/** Each page goes to every follower in turn, once and in order, whoever asks and however many at a time. */
export function makeFollowChanges(dependencies: {
  readonly changeLog: ChangeLog;
  readonly followers: readonly ChangeFollower[];
}): FollowChanges {
  const { changeLog, followers } = dependencies;
  let cursor: string | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function readToEnd(tell?: (applied: number) => void): Promise<void> {
    let applied = 0;
    for (let hasMore = true; hasMore; ) {
      const page = await changeLog.after(cursor, pageSize);
      for (const follower of followers) follower.apply(page.changes);
      cursor = page.cursor;
      hasMore = page.hasMore;
      applied += page.changes.length;
      if (applied > 0) tell?.(applied);
    }
  }

  function start(tell?: (applied: number) => void): Promise<void> {
    running = readToEnd(tell).finally(() => {
      running = undefined;
    });
    return running;
  }

  /** A run under way may have read its last page before the caller's change: one more, shared by all who wait. */
  function startAfter(before: Promise<void>): Promise<void> {
    return before
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return catchUp();
      });
  }

  function catchUp(tell?: (applied: number) => void): Promise<void> {
    if (!running) return start(tell);
    next ??= startAfter(running);
    return next;
  }

  async function waitFor(token: string, timeoutMs = defaultTimeoutMs): Promise<void> {
    for (let waitedMs = 0; !changeLog.covers(cursor, token); waitedMs += pollMs) {
      await catchUp();
      if (changeLog.covers(cursor, token)) return;
      if (waitedMs >= timeoutMs) throw notYet(timeoutMs);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  return { catchUp, waitFor, reached: () => cursor };
}

const notYet = (timeoutMs: number) =>
  new AppError('unavailable', `the events behind this token were not seen within ${timeoutMs} ms`);
