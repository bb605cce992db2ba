import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { objectiveOf, objectives } from '../../../../shared/domain/event.js';
import type { CandidateSource, SessionCandidates } from './session-candidates.js';

/** A held-out session with its candidates, and which of them came next. */
export interface SessionCase extends SessionCandidates {
  /** For each objective, in their order, the places of what came next; −1 for what was no candidate. */
  readonly targets: readonly (readonly number[])[];
}

/** Finds the candidates of a case as they would be found for a session that asks. */
export async function sessionCase(
  { shopper, traits, history, targets }: EvaluationCase,
  source: CandidateSource,
  showsSeen: boolean,
): Promise<SessionCase> {
  const seen = new Set(showsSeen ? [] : history.map(({ itemId }) => itemId));
  const candidates = await source.gather({
    ...{ history, shopper, now: targets[0]?.ts ?? 0 },
    ...(traits && { traits }),
    accept: (itemId) => !seen.has(itemId),
  });
  const places = new Map(candidates.itemIds.map((itemId, place) => [itemId, place]));
  const wanted = objectives.map((objective) => {
    const own = targets.filter(({ kind }) => objectiveOf[kind] === objective);
    return [...new Set(own.map(({ itemId }) => itemId))].map((id) => places.get(id) ?? -1);
  });
  return { ...candidates, targets: wanted };
}
