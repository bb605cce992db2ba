import type { Cursor, FeedPlace } from './cursor.js';
import type { LogEnds } from './session-token.js';

/** Whether who has read up to `reached` has seen all that `wanted` stands for. */
export function isCovered(reached: Cursor | undefined, wanted: Cursor): boolean {
  const ends = reached === undefined ? new Map() : endsOf(reached);
  const isPlace = reached?.kind === 'place';
  for (const [partition, end] of endsOf(wanted)) {
    const known = ends.get(partition) ?? (isPlace ? leastOf(ends) : -1);
    if (known < end) return false;
  }
  return true;
}

function endsOf(cursor: Cursor): LogEnds {
  return cursor.kind === 'written' ? cursor.ends : placesByPartition(cursor.places);
}

function placesByPartition(places: readonly FeedPlace[]): LogEnds {
  const ends = new Map<string, number>();
  for (const { partition, reached } of places) {
    ends.set(partition, Math.min(ends.get(partition) ?? Number.POSITIVE_INFINITY, reached));
  }
  return ends;
}

/** A partition that nobody knows any more has split: those made of it go on counting where it stopped. */
function leastOf(ends: LogEnds): number {
  return Math.min(...ends.values());
}
