import type { Interaction } from '../../../shared/domain/event.js';

export type Sequences = readonly (readonly string[])[];

/** When the first click of the made-up clock is. */
export const startMs = Date.UTC(2026, 0, 1);

/** Every prefix of every session, to be continued by its next item (as GRU4Rec's authors evaluate). */
export function* prefixCases(
  sessions: Sequences,
): Generator<{ readonly history: readonly Interaction[]; readonly target: string }> {
  for (const session of sessions) {
    for (let end = 1; end < session.length; end += 1) {
      yield { history: historyOf(session.slice(0, end)), target: session[end] ?? '' };
    }
  }
}

export function historyOf(items: readonly string[]): readonly Interaction[] {
  return items.map((itemId, step) => ({ itemId, kind: 'view', ts: startMs + step }));
}
