import fc from 'fast-check';
import { event, item, type Stores } from './store-under-test.js';

export const fewIds = ['a', 'b', 'c'];

/** Something done to a shop, after which its log may be read. */
export interface Step {
  readonly act: (stores: Stores) => Promise<unknown>;
  readonly reads: boolean;
}

const few = fc.constantFrom(...fewIds);
/** No two shoppers have an id in common: there a store may take either for new. */
const someEvent = fc
  .tuple(fc.nat(99), few, few, fc.constantFrom('user', 'session', 'both'))
  .map(([id, userId, sessionId, who]) =>
    event(`${id} of ${who === 'user' ? userId : sessionId} by ${who}`, {
      ...(who === 'session' ? {} : { userId }),
      ...(who === 'user' ? {} : { sessionId }),
    }),
  );
const act: fc.Arbitrary<Step['act']> = fc.oneof(
  fc.tuple(few, fc.nat(9)).map(
    ([id, price]) =>
      (stores: Stores) =>
        stores.catalog.upsert([item(id, { price })]),
  ),
  few.map((id) => (stores: Stores) => stores.catalog.remove(id)),
  fc
    .array(someEvent, { minLength: 1, maxLength: 3 })
    .map((events) => (stores: Stores) => stores.events.append(events)),
  few.map((id) => (stores: Stores) => stores.users.erase(id)),
  fc.tuple(few, few).map(
    ([from, into]) =>
      (stores: Stores) =>
        stores.users.merge(from, into),
  ),
);
const step: fc.Arbitrary<Step> = fc.record({ act, reads: fc.boolean() });

export const someSteps = fc.array(step, { maxLength: 30 });
