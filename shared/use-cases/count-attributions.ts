import type { EventTypes } from '../domain/event.js';
import type { ChangeFollower } from '../ports/change-log.js';

export type AttributionCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Counts the events that an answer led to, by model and event kind. */
export interface CountAttributions extends ChangeFollower {
  counts(): AttributionCounts;
}

export function makeCountAttributions(types: EventTypes): CountAttributions {
  const byModel = new Map<string, Map<string, number>>();
  return {
    apply(changes) {
      for (const change of changes) {
        const model = change.kind === 'event' ? change.event.attributedModel : undefined;
        if (change.kind !== 'event' || model === undefined) continue;
        const kind = types.get(change.event.type)?.kind ?? change.event.type;
        const byKind = byModel.get(model) ?? new Map<string, number>();
        byModel.set(model, byKind.set(kind, (byKind.get(kind) ?? 0) + 1));
      }
    },
    counts: () =>
      Object.fromEntries([...byModel].map(([model, kinds]) => [model, Object.fromEntries(kinds)])),
  };
}
