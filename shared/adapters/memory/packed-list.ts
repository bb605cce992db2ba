import type { Candidate, Reason } from '../../domain/ranking.js';
import type { RecommendationList } from '../../ports/recommendation-lists.js';

/** A list in a fifth of its room: ids and figures in rows, and each reason once, as few things explain many items. */
export interface PackedList {
  readonly rest: Omit<RecommendationList, 'candidates'>;
  readonly itemIds: readonly string[];
  readonly scores: Float64Array;
  readonly reasons: readonly Reason[];
  readonly reasonOf: Uint32Array;
}

export function packList({ candidates, ...rest }: RecommendationList): PackedList {
  const scores = new Float64Array(candidates.length);
  const reasonOf = new Uint32Array(candidates.length);
  const reasons = reasonTable();
  for (const [index, { score, reason }] of candidates.entries()) {
    scores[index] = score;
    reasonOf[index] = reasons.placeOf(reason);
  }
  const itemIds = candidates.map(({ itemId }) => itemId);
  return { rest, itemIds, scores, reasons: reasons.all, reasonOf };
}

export function unpackList(packed: PackedList): RecommendationList {
  const { itemIds, scores, reasons, reasonOf } = packed;
  const candidates: Candidate[] = [];
  for (const [index, itemId] of itemIds.entries()) {
    const score = scores[index];
    const reason = reasons[reasonOf[index] ?? 0];
    if (score !== undefined && reason !== undefined) candidates.push({ itemId, score, reason });
  }
  return { ...packed.rest, candidates };
}

/** Gives equal reasons one place. Two steps of look-up, because making one key of them costs more than all the rest. */
function reasonTable() {
  const all: Reason[] = [];
  const places = new Map<string, Map<string | undefined, number>>();
  return {
    all,
    placeOf(reason: Reason): number {
      const [kind, subject] = partsOf(reason);
      const ofKind = places.get(kind) ?? new Map<string | undefined, number>();
      places.set(kind, ofKind);
      const place = ofKind.get(subject) ?? all.push(reason) - 1;
      ofKind.set(subject, place);
      return place;
    },
  };
}

function partsOf(reason: Reason): readonly [kind: string, subject: string | undefined] {
  switch (reason.kind) {
    case 'popular':
      return [reason.thisWeek ? 'popular this week' : 'popular', reason.category];
    case 'trending':
    case 'new':
      return [reason.kind, reason.category];
    case 'catalogue':
      return [reason.kind, undefined];
    default:
      return [reason.kind, reason.because];
  }
}
