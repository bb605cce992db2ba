import type { BehaviorType } from '../../domain/event.js';
import type { NamedItem } from '../../domain/name-match.js';
import type { IngestEvents } from '../ingest-events.js';
import { makeResolveName, type ResolveNameDependencies } from './resolve-name.js';

interface RecordedBehavior extends NamedItem {
  /** Who has followed the changes up to it has seen the event. */
  readonly consistency: string | undefined;
}

/** Records what a session did with the product of a name, durable and seen by the next recommendation when it settles. */
export type RecordBehavior = (behavior: {
  readonly sessionId: string;
  readonly name: string;
  readonly type: BehaviorType;
}) => Promise<RecordedBehavior>;

export function makeRecordBehavior(
  dependencies: ResolveNameDependencies & { readonly ingestEvents: IngestEvents },
): RecordBehavior {
  const { ingestEvents } = dependencies;
  const resolveName = makeResolveName(dependencies);
  return async ({ sessionId, name, type }) => {
    const named = await resolveName(name);
    const consistency = await ingestEvents([{ sessionId, itemId: named.item.id, type }]);
    return { ...named, consistency };
  };
}
