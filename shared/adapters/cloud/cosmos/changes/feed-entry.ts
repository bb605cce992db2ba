import { z } from 'zod';
import type { Change } from '../../../../ports/change-log.js';
import { eventDocumentSchema } from '../events/event-document.js';
import { erasedSchema, mergedSchema } from '../users/marks.js';
import { itemDocumentSchema, removedItemSchema } from './item-document.js';

/** A document of the feed; `change` is undefined for one that is no change to anybody. */
export interface FeedEntry {
  /** The number of the transaction that wrote it. */
  readonly number: number;
  /** Seconds since 1970 UTC, by the service's clock. */
  readonly at: number;
  /** The place within the transaction. */
  readonly order: number;
  readonly change: Change | undefined;
}

const envelopeSchema = z.object({
  _lsn: z.number(),
  _ts: z.number(),
  kind: z.string(),
  number: z.number().default(0),
});

export function feedEntry(document: unknown): FeedEntry {
  const { _lsn, _ts, kind, number } = envelopeSchema.parse(document);
  return { number: _lsn, at: _ts, order: number, change: decode(kind, document) };
}

function decode(kind: string, document: unknown): Change | undefined {
  switch (kind) {
    case 'item':
      return { kind, item: itemDocumentSchema.parse(document).item };
    case 'item-removed':
      return { kind, id: removedItemSchema.parse(document).itemId };
    case 'event':
      return { kind, event: eventDocumentSchema.parse(document).event };
    case 'merged':
      return { kind, ...mergedSchema.parse(document) };
    case 'user-erased':
      return { kind, ...erasedSchema.parse(document) };
    default:
      return undefined;
  }
}
