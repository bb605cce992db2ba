import { postBehavior } from '../../shared/contracts/shopping.js';
import type { RecordBehavior } from '../../shared/use-cases/behaviors/record-behavior.js';
import type { OpenSession } from './edge/session.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** What a session did with products, by their names. */
export function behaviorTrigger(
  dependencies: EndpointDependencies & {
    readonly recordBehavior: RecordBehavior;
    readonly openSession: OpenSession;
  },
): ApiTrigger {
  const { recordBehavior, openSession } = dependencies;
  const POST = operation(postBehavior, async (call) => {
    const { sessionId, headers } = openSession(call.headers, call);
    const { name, event: type } = call.body;
    const recorded = await recordBehavior({ sessionId, name, type });
    const { item, match, similarity, consistency } = recorded;
    return {
      body: { item_id: item.id, name: item.name, match, similarity, consistency },
      headers,
    };
  });
  const route = { name: 'behaviors', route: 'v1/customers/behaviors' };
  return httpTrigger({ ...route, operations: { POST } }, dependencies);
}
