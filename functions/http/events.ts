import { postEvents, toEventDraft } from '../../shared/contracts/event.js';
import type { EventTypes } from '../../shared/domain/event.js';
import type { IngestEvents } from '../../shared/use-cases/ingest-events.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** What shoppers did, as it happens or in batches. */
export function eventTriggers(
  dependencies: EndpointDependencies & {
    readonly ingestEvents: IngestEvents;
    readonly eventTypes: EventTypes;
  },
): readonly ApiTrigger[] {
  const { ingestEvents, eventTypes } = dependencies;
  const post = operation(postEvents(eventTypes), async ({ body: { good, bad } }) => {
    const consistency = await ingestEvents(good.map(({ value }) => toEventDraft(value)));
    return { body: { accepted: good.length, rejected: bad, consistency } };
  });
  return [
    httpTrigger({ name: 'events', route: 'events', operations: { POST: post } }, dependencies),
  ];
}
