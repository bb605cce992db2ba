import { z } from 'zod';
import type { User } from '../domain/user.js';
import { jsonBody } from './bodies.js';
import { attributesField, idField } from './fields.js';
import type { OperationSpec } from './operation.js';

const userSchema = z
  .object({
    id: z.string(),
    features: z.record(z.string(), z.unknown()),
    created_at: z.iso
      .datetime()
      .optional()
      .meta({ description: 'Absent for a user known by events only' }),
  })
  .meta({ id: 'User' });

/** The user as clients see it. */
export const fromUser = (user: Omit<User, 'createdAt'> & Partial<User>) => ({
  id: user.id,
  features: user.features,
  ...(user.createdAt !== undefined && { created_at: new Date(user.createdAt).toISOString() }),
});

const params = z.strictObject({ id: idField.meta({ examples: ['ada'] }) });
const tag = 'Catalogue and events';
const oneUser = { status: 200, description: 'The user', schema: userSchema };

export const getUser = {
  id: 'getUser',
  summary: 'Get a user and their features',
  tag,
  access: 'key',
  params,
  success: oneUser,
  cacheControl: 'private, no-cache',
} as const satisfies OperationSpec;

export const putUser = {
  id: 'putUser',
  summary: 'Add or replace a user',
  tag,
  access: 'key',
  params,
  body: jsonBody(
    z.strictObject({ id: idField.optional(), features: attributesField.default({}) }),
    { features: { country: 'NL' } },
  ),
  success: oneUser,
} as const satisfies OperationSpec;

export const deleteUser = {
  id: 'deleteUser',
  summary: 'Erase all that is held of a user',
  tag,
  access: 'key',
  params,
  success: { status: 204, description: 'It is gone' },
} as const satisfies OperationSpec;

export const mergeUser = {
  id: 'mergeUser',
  summary: 'Make an anonymous user or session this user',
  tag,
  access: 'key',
  params,
  body: jsonBody(z.strictObject({ from: idField }), { from: 'session-8841' }),
  success: {
    status: 200,
    description: 'How many events moved; merging again moves none',
    schema: z.object({ user_id: z.string(), from: z.string(), merged_events: z.int() }),
  },
} as const satisfies OperationSpec;
