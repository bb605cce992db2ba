import type { EventStore } from '../../../../ports/event-store.js';
import type { NewId } from '../../../../ports/runtime.js';
import type { CursorCodec } from '../changes/cursor.js';
import { furthest, type LogEnds } from '../changes/session-token.js';
import type { CosmosConnection } from '../connection.js';
import { appendToPartition } from './append-to-partition.js';
import { atMost } from './at-most.js';
import { countOf } from './count.js';
import { inTurn } from './in-turn.js';
import { openPartition } from './partition.js';
import { batchesOf, type Shopper, shoppersIn } from './shoppers.js';

/** Partitions written at the same time for one call. */
const width = 16;

/** Events, each in the partition of its session, or else of its user. */
export function cosmosEventStore(
  connection: CosmosConnection,
  { cursors, newId }: { readonly cursors: CursorCodec; readonly newId: NewId },
): EventStore {
  const oneByOne = inTurn();

  async function appendAll(shopper: Shopper, write: string) {
    const partition = openPartition(connection, shopper.key);
    const places: number[] = [];
    const ends: LogEnds[] = [];
    for (const events of batchesOf(shopper)) {
      const done = await appendToPartition({ partition, subject: shopper.subject, events, write });
      ends.push(done.ends);
      for (const id of done.added) places.push(shopper.events.get(id)?.at ?? -1);
    }
    return { places, ends };
  }

  return {
    async append(events) {
      const shoppers = shoppersIn(events);
      const write = newId();
      const appended = await atMost(width, shoppers, (shopper) =>
        oneByOne(shopper.key, () => appendAll(shopper, write)),
      );
      const added = new Set(appended.flatMap(({ places }) => places));
      return {
        isNew: events.map((_, at) => added.has(at)),
        cursor: cursors.written(furthest(appended.flatMap(({ ends }) => ends))),
      };
    },
    count: () => countOf(connection, 'event'),
  };
}
