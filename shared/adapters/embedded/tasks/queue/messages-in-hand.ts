import { AppError } from '../../../../domain/errors.js';
import type { Clock } from '../../../../ports/runtime.js';
import type { HandleMessage } from '../../../../ports/task-queue.js';
import type { TaskDatabase } from '../task-database.js';
import { lockKeeper } from './lock-keeper.js';
import type { MessageTable, TakenMessage } from './message-table.js';
import type { Handled, SettleMessage } from './settle-message.js';
import type { FreshMessage } from './take-messages.js';

export interface QueueDependencies {
  readonly database: TaskDatabase;
  readonly table: MessageTable;
  readonly settle: SettleMessage;
  readonly clock: Clock;
  /** How long a message stays taken without renewal. */
  readonly lockMs: number;
  /** Told of each failure of the database, after which things go on. */
  readonly report: (error: unknown) => void;
}

/** The messages that are being handled: keeps their locks, and settles each when its handler has done. */
export interface MessagesInHand {
  readonly count: number;
  handle(fresh: FreshMessage): void;
  /** Aborts what runs. What its handler does not settle, and what comes later, is given back. */
  stop(): void;
  /** Resolves when all of it has been settled or given back. */
  emptied(): Promise<void>;
}

/** `freed` is called when a handler has done, early enough to share the settlement's write. */
export function messagesInHand(
  dependencies: QueueDependencies,
  handle: HandleMessage,
  freed: () => void,
): MessagesInHand {
  const { database, settle, report } = dependencies;
  const inHand = new Map<TakenMessage, AbortController>();
  const unsettled = new Set<Promise<void>>();
  const locks = keeperOf(inHand, dependencies);
  const stopping = new AbortController();
  const handled = handling(handle, stopping.signal);

  async function see(fresh: FreshMessage): Promise<void> {
    const { taken } = fresh;
    const stop = new AbortController();
    inHand.set(taken, stop);
    locks.keep(true);
    const outcome = await handled(fresh, stop.signal);
    inHand.delete(taken);
    locks.keep(inHand.size > 0);
    const settled = database.write(() => settle(taken, outcome)).catch(report);
    freed();
    await settled;
  }
  return {
    get count() {
      return inHand.size;
    },
    handle(fresh) {
      const seen = see(fresh).finally(() => unsettled.delete(seen));
      unsettled.add(seen);
    },
    stop() {
      const reason = new AppError('unavailable', 'Whoever handles this message is closing');
      stopping.abort(reason);
      for (const each of inHand.values()) each.abort(reason);
    },
    emptied: async () => void (await Promise.all(unsettled)),
  };
}

function keeperOf(
  inHand: ReadonlyMap<TakenMessage, unknown>,
  { database, table, clock, lockMs, report }: QueueDependencies,
) {
  const renewAll = () => {
    const until = clock() + lockMs;
    for (const message of inHand.keys()) table.renew(message, until);
  };
  return lockKeeper(lockMs / 3, () => void database.write(renewAll).catch(report));
}

/** Runs a handler to its outcome; a failure of one that was told to stop is none. */
function handling(handle: HandleMessage, stopping: AbortSignal) {
  return async ({ taken, body }: FreshMessage, signal: AbortSignal): Promise<Handled> => {
    if (stopping.aborted) return { kind: 'returned' };
    try {
      return await handle({ body, deliveryCount: taken.deliveryCount, signal });
    } catch (error) {
      if (stopping.aborted) return { kind: 'returned' };
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}
