import { z } from 'zod';
import type { Change } from '../../../../ports/change-log.js';
import type { CosmosConnection } from '../connection.js';
import { changesOf } from './feed-entry.js';

const ownedSchema = z.object({ tenant: z.string() });

/** What documents of the shop's container tell this tenant: a host's change trigger is given those of all. */
export function tenantChanges({
  tenant,
}: Pick<CosmosConnection, 'tenant'>): (documents: readonly unknown[]) => readonly Change[] {
  const isOwn = (document: unknown) => ownedSchema.safeParse(document).data?.tenant === tenant;
  return (documents) => changesOf(documents.filter(isOwn));
}
