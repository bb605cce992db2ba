import { eventKinds } from '../../../shared/domain/event.js';

/** What stands around a question beside the items of the history. */
export interface Occasion {
  /** Steps of the history that count. */
  readonly length: number;
  /** Indices in `eventKinds` of the last step and the one before; −1 where there is none. */
  readonly lastKind: number;
  readonly kindBefore: number;
  /** Milliseconds since 1970 UTC: of the last step (absent: none), and of the question. */
  readonly lastTs?: number;
  readonly now: number;
  /** Whether the hour, the weekday and the pause since the last step are to be seen. */
  readonly usesClock: boolean;
}

const clockColumns = 5;
const dayMs = 86_400_000;
export const occasionWidth = 2 * eventKinds.length + 1 + clockColumns;

/** Habits of the hour and the weekday cannot be told from chance in less. */
const clockSpanMs = 14 * dayMs;

/** Whether a set spans enough days to learn from its clock. */
export function tellsTime(ts: Float64Array): boolean {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of ts) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return last - first >= clockSpanMs;
}

/** Writes `occasionWidth` columns, all within ±2, at `offset`. */
export function writeOccasion(occasion: Occasion, columns: Float32Array, offset: number): void {
  columns.fill(0, offset, offset + occasionWidth);
  const { lastKind, kindBefore, length, usesClock } = occasion;
  if (lastKind >= 0) columns[offset + lastKind] = 1;
  if (kindBefore >= 0) columns[offset + eventKinds.length + kindBefore] = 1;
  const next = offset + 2 * eventKinds.length;
  columns[next] = Math.log1p(length) / 3;
  if (usesClock) columns.set(clockOf(occasion), next + 1);
}

/** Day and week as circles (UTC), and how long ago the last step was. */
function clockOf({ now, lastTs = now }: Occasion): readonly number[] {
  const turns = (periodMs: number) => ((now % periodMs) / periodMs) * 2 * Math.PI;
  const [day, week] = [turns(dayMs), turns(7 * dayMs)];
  const pauseMinutes = Math.max(0, now - lastTs) / 60_000;
  return [
    Math.sin(day),
    Math.cos(day),
    Math.sin(week),
    Math.cos(week),
    Math.min(2, Math.log1p(pauseMinutes) / 8),
  ];
}
