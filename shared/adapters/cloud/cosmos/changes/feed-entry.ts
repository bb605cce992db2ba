import { z } from 'zod';
import type { Change } from '../../../../ports/change-log.js';
import { itemState } from '../catalogue/item-document.js';
import { eventDocumentSchema } from '../events/event-document.js';
import { stored } from '../stored.js';
import { erasedSchema, mergedSchema } from '../users/marks.js';

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
  kind: z.string().default(''),
  number: z.number().default(0),
});

export function feedEntry(document: unknown): FeedEntry {
  const { _lsn, _ts, kind, number } = stored(envelopeSchema, document);
  return { number: _lsn, at: _ts, order: number, change: decode(kind, document) };
}

function decode(kind: string, document: unknown): Change | undefined {
  switch (kind) {
    case 'item':
    case 'item-removed':
      return itemChange(document);
    case 'event':
      return { kind, event: stored(eventDocumentSchema, document).event };
    case 'merged':
      return { kind, ...stored(mergedSchema, document) };
    case 'user-erased':
      return { kind, ...stored(erasedSchema, document) };
    default:
      return undefined;
  }
}

function itemChange(document: unknown): Change {
  const state = itemState(document);
  if ('removedId' in state) return { kind: 'item-removed', id: state.removedId };
  return { kind: 'item', item: state };
}

/** What documents of the shop's container tell, as a change trigger is given them; of no use to anybody: left out. */
export function changesOf(documents: readonly unknown[]): readonly Change[] {
  return documents.flatMap((document) => {
    const change = decode(stored(kindSchema, document).kind, document);
    return change === undefined ? [] : [change];
  });
}

const kindSchema = z.object({ kind: z.string().default('') });
