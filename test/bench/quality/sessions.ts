import type { CountingModels } from '../../../models/recommenders/counting-models.js';
import { createCountingModels } from '../../../models/recommenders/counting-models.js';
import { builtInEventTypes, type Interaction } from '../../../shared/domain/event.js';
import type { Change } from '../../../shared/ports/change-log.js';
import type { Case } from './measure.js';

export type Sequences = readonly (readonly string[])[];

/** When the first click of the made-up clock is. */
export const startMs = Date.UTC(2026, 0, 1);

export function itemChange(id: string): Change {
  const item = { id, name: id, categories: [], tags: [], attributes: {} };
  return { kind: 'item', item: { ...item, isActive: true, createdAt: startMs } };
}

/** Learns sequences without times: one after another, evenly over `spanMs`. `owner` says whose they are. */
export function learn(
  sequences: Sequences,
  options: { readonly spanMs: number; readonly owner: 'user' | 'session' },
): CountingModels {
  const models = createCountingModels({ eventTypes: builtInEventTypes });
  const items = new Set(sequences.flat());
  models.follower.apply([...items].map(itemChange));
  const steps = sequences.reduce((sum, sequence) => sum + sequence.length, 0);
  let step = 0;
  for (const [index, sequence] of sequences.entries()) {
    const who = options.owner === 'user' ? { userId: `${index}` } : { sessionId: `${index}` };
    const changes = sequence.map((itemId): Change => {
      step += 1;
      const ts = startMs + Math.floor((options.spanMs * step) / steps);
      return { kind: 'event', event: { id: `${step}`, ...who, itemId, type: 'view', ts } };
    });
    models.follower.apply(changes);
  }
  return models;
}

export function historyOf(items: readonly string[]): readonly Interaction[] {
  return items.map((itemId, step) => ({ itemId, kind: 'view', ts: startMs + step }));
}

/** Every prefix of every session, to be continued by its next item (as GRU4Rec's authors evaluate). */
export function* prefixCases(sessions: Sequences): Generator<Case> {
  for (const session of sessions) {
    for (let end = 1; end < session.length; end += 1) {
      yield { history: historyOf(session.slice(0, end)), target: session[end] ?? '' };
    }
  }
}
