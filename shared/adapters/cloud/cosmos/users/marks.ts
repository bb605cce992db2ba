import { z } from 'zod';
import type { Change } from '../../../../ports/change-log.js';
import type { DocumentBody } from '../events/partition.js';

/** That a user was erased, for those who hold something of the user in memory: by then they have started again. */
const erasureLivesSeconds = 30 * 86_400;

export type Mark = Extract<Change, { kind: 'user-erased' | 'merged' }>;

export function markBody(id: string, mark: Mark): DocumentBody {
  if (mark.kind === 'merged') return { id, ...mark };
  return { id, ...mark, ttl: erasureLivesSeconds };
}

export const erasedSchema = z.object({ userId: z.string(), sessionIds: z.array(z.string()) });
export const mergedSchema = z.object({ from: z.string(), into: z.string() });
