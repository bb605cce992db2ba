import { z } from 'zod';
import type { ShopEvent } from '../../../../domain/event.js';
import { stored } from '../stored.js';
import { eventId } from './event-document.js';
import type { Partition } from './partition.js';

const rowsSchema = z.array(z.object({ id: z.string(), write: z.string() }));

/** Which of the events are there already, by id, and the call that wrote each. */
export async function writersOf(
  partition: Partition,
  events: readonly ShopEvent[],
): Promise<ReadonlyMap<string, string>> {
  const ids = events.map(({ id }) => eventId(id));
  const rows = await partition.query(
    `SELECT c.event.id, c.write FROM c WHERE c.key = @key AND ARRAY_CONTAINS(@ids, c.id)`,
    [{ name: '@ids', value: ids }],
  );
  return new Map(stored(rowsSchema, rows).map(({ id, write }) => [id, write]));
}
