import { AppError } from '../../../../domain/errors.js';
import type { ShopEvent } from '../../../../domain/event.js';
import { eventsInBatch } from './append-to-partition.js';
import { eventKey } from './event-document.js';
import type { Subject } from './ledger/ledger-document.js';

/** The events that share a partition. */
export interface Shopper {
  readonly key: string;
  readonly subject: Subject | undefined;
  /** By id: of equal ones the first, and its place among all. */
  readonly events: ReadonlyMap<string, { readonly event: ShopEvent; readonly at: number }>;
}

/** Throws `invalid` for a number that JSON has no word for. */
export function shoppersIn(events: readonly ShopEvent[]): readonly Shopper[] {
  const shoppers = new Map<
    string,
    Shopper & { events: Map<string, { event: ShopEvent; at: number }> }
  >();
  for (const [at, event] of events.entries()) {
    demandWritable(event);
    const key = eventKey(event);
    const shopper = shoppers.get(key) ?? { key, subject: subjectOf(event), events: new Map() };
    shoppers.set(key, shopper);
    if (!shopper.events.has(event.id)) shopper.events.set(event.id, { event, at });
  }
  return [...shoppers.values()];
}

function subjectOf({ sessionId, userId }: ShopEvent): Subject | undefined {
  if (sessionId !== undefined) return { kind: 'session', id: sessionId };
  return userId === undefined ? undefined : { kind: 'loner', id: userId };
}

function demandWritable({ id, ts, value = 0 }: ShopEvent): void {
  if (Number.isFinite(ts) && Number.isFinite(value)) return;
  const shown = JSON.stringify(id.slice(0, 60));
  throw new AppError('invalid', `the event ${shown} has ${ts} as time and ${value} as value`);
}

/** A batch may take 2 MB; what the service counts beside the events is left room for. */
const mostBytes = 1_200_000;
const bytesBeside = 500;

/** In order, as many at once as one transaction takes. */
export function batchesOf({ events }: Shopper): readonly (readonly ShopEvent[])[] {
  const batches: ShopEvent[][] = [];
  let room = 0;
  for (const { event } of events.values()) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + bytesBeside;
    const last = batches.at(-1);
    if (last === undefined || last.length === eventsInBatch || bytes > room) {
      batches.push([event]);
      room = mostBytes - bytes;
    } else {
      last.push(event);
      room -= bytes;
    }
  }
  return batches;
}
