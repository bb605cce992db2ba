import { z } from 'zod';
import type { ShopEvent } from '../../../../domain/event.js';
import { plainId, plainKey } from '../document-key.js';

/** An event as it is kept: written once, never changed. */
export interface EventDocument {
  readonly id: string;
  readonly tenant: string;
  readonly key: string;
  readonly kind: 'event';
  /** Its place among the events of its partition. */
  readonly number: number;
  /** Which call wrote it: one that finds its own event there after a broken connection knows it for its own. */
  readonly write: string;
  readonly event: ShopEvent;
}

export const eventId = (id: string) => `event:${plainId(id)}`;

/** Where an event lies: with its session's, else with its user's, else alone. */
export function eventKey({ sessionId, userId, id }: ShopEvent): string {
  if (sessionId !== undefined) return sessionKey(sessionId);
  return userId === undefined ? `event:${plainKey(id)}` : userKey(userId);
}

export const sessionKey = (id: string) => `session:${plainKey(id)}`;
export const userKey = (id: string) => `user:${plainKey(id)}`;

const shopEventSchema = z.object({
  id: z.string(),
  userId: z.string().exactOptional(),
  sessionId: z.string().exactOptional(),
  itemId: z.string(),
  type: z.string(),
  ts: z.number(),
  value: z.number().exactOptional(),
  recommendationId: z.string().exactOptional(),
  attributedModel: z.string().exactOptional(),
});

export const eventDocumentSchema = z.object({ number: z.number(), event: shopEventSchema });
