import { AppError } from '../../../../domain/errors.js';
import type { ShopEvent } from '../../../../domain/event.js';
import type { LogEnds } from '../changes/session-token.js';
import { eventBody } from './event-document.js';
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
  let events = batch.events;
  const added = new Set<string>();
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { obstacle, ends } = await batch.partition.write(await operationsFor(batch, events));
    // The ledger comes last: where it stood in the way, somebody else was faster.
    if (obstacle?.at === events.length) continue;
    const found =
      obstacle === undefined ? allOwn(batch, events) : await writersOf(batch.partition, events);
    for (const [id, write] of found) if (write === batch.write) added.add(id);
    events = events.filter(({ id }) => !found.has(id));
    if (events.length === 0) return { added, ends };
  }
  throw new AppError('unavailable', 'too many write to one session at the same time');
}

const allOwn = ({ write }: Batch, events: readonly ShopEvent[]) =>
  new Map(events.map(({ id }) => [id, write]));

async function operationsFor(
  { partition, subject, write }: Batch,
  events: readonly ShopEvent[],
): Promise<readonly Operation[]> {
  const document = subject && (await partition.read(ledgerId));
  const known = document === undefined ? undefined : parseLedger(document);
  const first = known?.ledger.next ?? 0;
  const creations = events.map((event, index) => ({
    create: eventBody(event, first + index, write),
  }));
  if (subject === undefined) return creations;
  const entries = events.map((event, index) => entryOf(event, first + index));
  const body = ledgerBody(subject, extended(known?.ledger, entries, subject.kind === 'session'));
  return [...creations, known ? { replace: body, etag: known.etag } : { create: body }];
}
