import type { ShopEvent } from '../../domain/event.js';
import type { EventStore } from '../../ports/event-store.js';
import type { ChangeSequence } from './change-sequence.js';
import { encodeEvent, number } from './records.js';
import { sessionWriter } from './session-store.js';
import type { Sqlite } from './sqlite.js';

export function sqliteEventStore(database: Sqlite, sequence: ChangeSequence): EventStore {
  const insert = database.prepare(`INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
    ON CONFLICT (id) DO NOTHING`);
  const total = database.prepare('SELECT COUNT(*) FROM events');
  const extend = sessionWriter(database);
  const add = (event: ShopEvent) => {
    const isNew = insert.run(sequence.last + 1, ...encodeEvent(event)) === 1;
    // A number without a row would be unknown after a restart, and its cursor with it.
    if (isNew) sequence.next();
    return isNew;
  };
  return {
    append: async (events) => {
      const isNew = sequence.write(() => {
        const added = events.map(add);
        extend(events.filter((_, index) => added[index]));
        return added;
      });
      return { isNew, cursor: sequence.cursor() };
    },
    count: async () => number(total.row()?.[0]),
  };
}
