import { AppError } from '../../../../domain/errors.js';
import type { ShopEvent } from '../../../../domain/event.js';
import type { LogEnds } from '../changes/session-token.js';
import { eventId } from './event-document.js';
import { entryOf, extended } from './ledger/ledger.js';
import { ledgerBody, ledgerId, parseLedger, type Subject } from './ledger/ledger-document.js';
import { batchSize, type Operation, type Partition } from './partition.js';
import { writersOf } from './writers.js';

/** Events of one partition, no two of one id, and fewer than a batch holds. */
export interface Batch {
  readonly partition: Partition;
  /** Undefined where an event stands alone. */
  readonly subject: Subject | undefined;
  readonly events: readonly ShopEvent[];
  /** Of the call they came with. */
  readonly write: string;
}

export interface BatchAppended {
  /** Ids of those that were not there before. */
  readonly added: ReadonlySet<string>;
  readonly ends: LogEnds;
}

/** The ledger takes one place. */
export const eventsInBatch = batchSize - 1;

/** Others who write to the same session at the same moment get ahead so often at most. */
const mostAttempts = 50;

/** Adds what is not there yet and keeps the ledger in step, all in one transaction. */
export async function appendToPartition(batch: Batch): Promise<BatchAppended> {
  const { partition, write } = batch;
  const added = new Set<string>();
  let events = batch.events;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { obstacle, ends } = await partition.write(await operationsFor(batch, events));
    if (obstacle === undefined) {
      for (const { id } of events) added.add(id);
      return { added, ends };
    }
    if (obstacle.at >= events.length) continue;
    const writers = await writersOf(partition, events);
    const left = events.filter(({ id }) => !writers.has(id));
    for (const { id } of events) if (writers.get(id) === write) added.add(id);
    if (left.length === 0) return { added, ends };
    events = left;
  }
  throw new AppError('unavailable', 'too many write to one session at the same time');
}

async function operationsFor(
  { partition, subject, write }: Batch,
  events: readonly ShopEvent[],
): Promise<readonly Operation[]> {
  const document = subject && (await partition.read(ledgerId));
  const known = document === undefined ? undefined : parseLedger(document);
  const first = known?.ledger.next ?? 0;
  const creations = events.map((event, index) => ({
    create: { id: eventId(event.id), kind: 'event', number: first + index, write, event },
  }));
  if (subject === undefined) return creations;
  const entries = events.map((event, index) => entryOf(event, first + index));
  const body = ledgerBody(subject, extended(known?.ledger, entries, subject.kind === 'session'));
  return [...creations, known ? { replace: body, etag: known.etag } : { create: body }];
}
