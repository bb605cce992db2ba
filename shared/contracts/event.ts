import { z } from 'zod';
import type { EventDraft, EventTypes } from '../domain/event.js';
import { batchOutcomeSchema, rowsBody } from './bodies.js';
import { figureField, idField, numericIdField, timeField } from './fields.js';
import type { OperationSpec } from './operation.js';

const eventExample = {
  user_id: 'ada',
  item_id: 'mug-17',
  type: 'view',
  ts: '2026-01-31T09:30:00Z',
};

/** What a shopper did with an item; `types` are the names that the shop is configured to know. */
const eventInputSchema = (types: EventTypes) =>
  z
    .strictObject({
      id: idField.optional().meta({ description: 'Sending the same id again changes nothing' }),
      user_id: idField.optional(),
      session_id: numericIdField.optional(),
      item_id: idField,
      type: z.enum([...types.keys()]),
      ts: timeField.optional(),
      value: figureField.optional(),
      recommendation_id: idField
        .optional()
        .meta({ description: 'The answer that led to this event' }),
    })
    .refine((event) => event.user_id !== undefined || event.session_id !== undefined, {
      path: ['user_id'],
      error: 'expected a user_id or a session_id, or both',
      // Beside other complaints too, so that one answer names everything.
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .meta({ id: 'EventInput', description: 'Needs user_id or session_id, or both' });

export type EventInput = z.output<ReturnType<typeof eventInputSchema>>;

export function toEventDraft(input: EventInput): EventDraft {
  const { user_id: userId, session_id, item_id: itemId, recommendation_id, ...same } = input;
  const sessionId = session_id === undefined ? undefined : String(session_id);
  const all = { ...same, userId, sessionId, itemId, recommendationId: recommendation_id };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as EventDraft;
}

export const postEvents = (types: EventTypes) =>
  ({
    id: 'postEvents',
    summary: 'Record what shoppers did',
    description:
      'One event, an array of up to 1,000, or NDJSON. Good rows land though others are bad; of equal ids the first wins. ' +
      'A recommendation request that carries `consistency` as `x-consistency-token` is certain to see these events.',
    tag: 'Catalogue and events',
    access: 'key',
    body: rowsBody(eventInputSchema(types), [eventExample]),
    success: {
      status: 200,
      description: 'What became of the rows',
      schema: batchOutcomeSchema.extend({ consistency: z.string().optional() }),
    },
  }) as const satisfies OperationSpec;
