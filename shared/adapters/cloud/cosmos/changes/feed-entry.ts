import { z } from 'zod';
import type { Change } from '../../../../ports/change-log.js';
import { eventDocumentSchema } from '../events/event-document.js';
import { markSchemas } from '../users/marks.js';

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
