import type { ShopEvent } from '../../../domain/event.js';
import type { Appended, EventStore } from '../../../ports/event-store.js';
import type { ChangeSequence } from '../changes/change-sequence.js';
import { number } from '../database/columns.js';
import { encodeEvent } from '../database/records.js';
import { sharedCommits } from '../database/shared-commits.js';
import type { Sqlite } from '../database/sqlite.js';
import { sessionWriter } from './session-store.js';

export function sqliteEventStore(
  database: Sqlite,
  sequence: ChangeSequence,
): EventStore & { flush(): void } {
  const total = database.prepare('SELECT COUNT(*) FROM events');
  const add = eventWriter(database, sequence);
  const commits = sharedCommits<readonly ShopEvent[], Appended>((batches) => {
    const answers = sequence.write(() => batches.map(add));
    return answers.map((isNew) => ({ isNew, cursor: sequence.cursor() }));
  });
  return {
    append: commits.add,
    count: async () => number(total.row()?.[0]),
    flush: commits.flush,
  };
}

/** Adds events and extends their sessions; says which were new. To be called inside a transaction. */
function eventWriter(database: Sqlite, sequence: ChangeSequence) {
  const insert = database.prepare(`INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
    ON CONFLICT (id) DO NOTHING`);
  const extend = sessionWriter(database);
  const add = (event: ShopEvent) => {
    const isNew = insert.run(sequence.last + 1, ...encodeEvent(event)) === 1;
    // A number without a row would be unknown after a restart, and its cursor with it.
    if (isNew) sequence.next();
    return isNew;
  };
  return (events: readonly ShopEvent[]): readonly boolean[] => {
    const added = events.map(add);
    extend(events.filter((_, index) => added[index]));
    return added;
  };
}
