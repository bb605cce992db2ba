import { z } from 'zod';
import { type EventKind, type Interaction, objectives } from '../domain/event.js';
import { jsonBody } from './bodies.js';
import { type Checked, check } from './complaints.js';
import { numericIdField, timeField } from './fields.js';
import { consistencyHeaders, listOptionsBody } from './list-options.js';
import { type NumericId, toNumericId } from './numeric-id.js';
import type { OperationSpec } from './operation.js';

const tag = 'Recommendations';
const maxSessionEvents = 1_000;
const maxSessions = 1_000;

const kindOf: Readonly<Record<(typeof objectives)[number], EventKind>> = {
  clicks: 'view',
  carts: 'cart',
  orders: 'order',
};

const session = {
  session_id: numericIdField,
  events: z
    .array(z.strictObject({ aid: numericIdField, ts: timeField, type: z.enum(objectives) }))
    .max(maxSessionEvents)
    .default([]),
};
const sessionSchema = z.strictObject(session);
type Session = z.output<typeof sessionSchema>;

const weight = z.number().min(0).max(1_000);
const common = {
  top_k: z.int().min(1).max(100).default(20),
  weights: z
    .strictObject({
      clicks: weight.default(0.1),
      carts: weight.default(0.3),
      orders: weight.default(0.6),
    })
    .refine((weights) => Object.values(weights).some((each) => each > 0), {
      error: 'expected at least one weight above 0',
    })
    .prefault({}),
  ...listOptionsBody,
};

const sessionBodySchema = z.strictObject({ ...session, ...common });
const { $schema: _, ...sessionShape } = z.toJSONSchema(sessionSchema, {
  io: 'input',
  unrepresentable: 'any',
});
/** Each session is checked by itself, so that a bad one fails alone; the documentation shows what it should be. */
const batchBodySchema = z.strictObject({
  sessions: z.array(z.unknown().meta(sessionShape)).min(1).max(maxSessions),
  ...common,
});

const numericId = z.union([z.int(), z.string()]);
const scores = z.array(z.number());
const answerSchema = z
  .object({
    session_id: numericId,
    recommendations: z.array(numericId).meta({ description: 'Best combined first' }),
    scores: z
      .object({ clicks: scores, carts: scores, orders: scores, combined: scores })
      .meta({ description: 'Aligned with `recommendations` by position' }),
  })
  .meta({ id: 'SessionRecommendations' });

const example = {
  session_id: 12,
  events: [{ aid: 59625, ts: 1661724000278, type: 'clicks' }],
};

export const postRecommend = {
  id: 'postRecommend',
  summary: 'What a session may click, put in the cart and order next',
  description:
    'None of the items of the request is among the answer. Events that are stored of the session count as well. Counted per objective: `model` is checked, and changes nothing here.',
  tag,
  access: 'key',
  headers: consistencyHeaders,
  body: jsonBody(sessionBodySchema, { ...example, top_k: 20 }),
  success: { status: 200, description: 'Best combined first', schema: answerSchema },
} as const satisfies OperationSpec;

export const postBatchRecommend = {
  id: 'postBatchRecommend',
  summary: 'The same for up to 1,000 sessions',
  description: 'One bad session fails alone.',
  tag,
  access: 'key',
  headers: consistencyHeaders,
  body: jsonBody(batchBodySchema, { sessions: [example], top_k: 20 }),
  success: {
    status: 200,
    description: 'Answers in the order of the sessions, without the failed ones',
    schema: z.object({
      results: z.array(answerSchema),
      errors: z.array(
        z.object({ index: z.int(), session_id: numericId.optional(), error: z.string() }),
      ),
      total: z.int(),
      success: z.int(),
      failed: z.int(),
    }),
  },
} as const satisfies OperationSpec;

/** One session of a batch, by itself. */
export const checkSession = (input: unknown): Checked<Session> => check(sessionSchema, input);

/** The session's id as a bad session gave it, if it did. */
export function sessionIdOf(input: unknown): NumericId | undefined {
  if (typeof input !== 'object' || input === null || !('session_id' in input)) return undefined;
  const checked = check(numericIdField, input.session_id);
  return checked.ok ? checked.value : undefined;
}

export function toSteps({ events }: Session): readonly Interaction[] {
  return events.map(({ aid, ts, type }) => ({ itemId: String(aid), kind: kindOf[type], ts }));
}

interface Scored {
  readonly itemId: string;
  readonly clicks: number;
  readonly carts: number;
  readonly orders: number;
  readonly combined: number;
}

/** Integers are given back where all that the request named were integers. */
export function fromSessionRecommendations(
  { session_id, events }: Session,
  recommendations: readonly Scored[],
) {
  const given = events.length > 0 ? events.map((each) => each.aid) : [session_id];
  const isNumeric = given.every((each) => typeof each === 'number');
  const column = (name: keyof Omit<Scored, 'itemId'>) => recommendations.map((each) => each[name]);
  return {
    session_id,
    recommendations: recommendations.map(({ itemId }) =>
      isNumeric ? toNumericId(itemId) : itemId,
    ),
    scores: {
      clicks: column('clicks'),
      carts: column('carts'),
      orders: column('orders'),
      combined: column('combined'),
    },
  };
}
