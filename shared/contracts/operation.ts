import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors.js';
import type { BodySpec } from './bodies.js';

/** Who may call: anybody, who has a key (where keys are configured), or who has an admin key. */
export type Access = 'open' | 'key' | 'admin';

export const tags = [
  'Catalogue and events',
  'Recommendations',
  'Sessions and tasks',
  'Search and embeddings',
  'Operations',
  'Administration',
] as const;
type Tag = (typeof tags)[number];

interface Success {
  readonly status: number;
  readonly description: string;
  /** Absent for an answer without a body. */
  readonly schema?: z.ZodType;
  /** Anything but JSON leaves as the handler gave it. */
  readonly mediaType?: string;
  readonly example?: unknown;
}

/** What one method of one route takes and gives: the endpoint obeys it, the OpenAPI document shows it. */
export interface OperationSpec<
  Params = unknown,
  Query = unknown,
  Headers = unknown,
  Body = unknown,
> {
  /** Unique in the API; what generated clients call their function. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: Tag;
  readonly access: Access;
  /** A strict object with a field for each `{name}` of the route. */
  readonly params?: z.ZodType<Params>;
  /** A strict object; repeated keys arrive joined by commas, on every host. */
  readonly query?: z.ZodType<Query>;
  /** An object (not strict) of the headers that matter here, in lower case. */
  readonly headers?: z.ZodType<Headers>;
  readonly body?: BodySpec<Body>;
  readonly success: Success;
  /** Present where the answer carries an ETag and may be kept. */
  readonly cacheControl?: string;
  /** Failures beyond those that every such operation has. */
  readonly problems?: readonly ErrorCode[];
}
