import { createHash } from 'node:crypto';
import { z } from 'zod';
import { storedEventSchema } from '../../../../contracts/stored-records.js';
import type { ShopEvent } from '../../../../domain/event.js';
import { plainId, plainKey } from '../document-key.js';
import type { DocumentBody } from './partition.js';

/**
 * An event as it is kept: written once, never changed. `number` is its place among the events of its partition. `write`
 * says which call wrote it: one that finds its own event there after a broken connection knows it for its own.
 */
export function eventBody(event: ShopEvent, number: number, write: string): DocumentBody {
  return { id: eventId(event.id), kind: 'event', number, write, event };
}

export const eventId = (id: string) => `event:${plainId(id)}`;

/** Where an event lies: with its session's, else with its user's, else with some others of nobody. */
export function eventKey({ sessionId, userId, id }: ShopEvent): string {
  if (sessionId !== undefined) return sessionKey(sessionId);
  return userId === undefined ? `events:${bucketOf(id)}` : userKey(userId);
}

/** One of 16 for each id. */
const bucketOf = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 1);

export const sessionKey = (id: string) => `session:${plainKey(id)}`;
export const userKey = (id: string) => `user:${plainKey(id)}`;

export const eventDocumentSchema = z.object({ number: z.number(), event: storedEventSchema });
