import {
  type CountingModels,
  createCountingModels,
} from '../../../../models/recommenders/counting-models.js';
import { createEnsemble } from '../../../../models/recommenders/ensemble/ensemble.js';
import { builtInEventTypes, type ShopEvent } from '../../../../shared/domain/event.js';
import type { Item } from '../../../../shared/domain/item.js';
import type { Change } from '../../../../shared/ports/change-log.js';
import type { Ensemble, ListQuery } from '../../../../shared/ports/recommender.js';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** When the shops of these tests are asked. */
export const now = Date.UTC(2026, 5, 1);

export function item(id: string, parts: Partial<Item> = {}): Change {
  const plain = { id, name: id, categories: [], tags: [], attributes: {}, isActive: true };
  return { kind: 'item', item: { ...plain, createdAt: now - 100 * dayMs, ...parts } };
}

let made = 0;

export function happened(parts: Partial<ShopEvent> & { readonly itemId: string }): Change {
  made += 1;
  const who = parts.userId === undefined && parts.sessionId === undefined ? { userId: 'u' } : {};
  return {
    kind: 'event',
    event: { id: `e${made}`, type: 'view', ts: now - hourMs, ...who, ...parts },
  };
}

/** One visit: steps like `a`, or `order:a`, a minute apart, ending an hour before `now` or at `endsAt`. */
export function visit(sessionId: string, steps: string, endsAt = now - hourMs): Change[] {
  const all = steps.split(' ');
  return all.map((step, index) => {
    const [type = 'view', itemId = type] = step.split(':');
    const ts = endsAt - (all.length - index) * 60_000;
    return happened({ sessionId, itemId, type: step.includes(':') ? type : 'view', ts });
  });
}

export function shopOf(
  ...changes: readonly (Change | readonly Change[])[]
): CountingModels & Ensemble {
  const models = createCountingModels({ eventTypes: builtInEventTypes });
  models.follower.apply(changes.flat());
  return { ...models, ...createEnsemble(models, undefined) };
}

export function ask(parts: Partial<ListQuery> = {}): ListQuery {
  return { count: 10, now, accept: () => true, ...parts };
}

export function ids(list: readonly { readonly itemId: string }[]): string[] {
  return list.map((one) => one.itemId);
}
