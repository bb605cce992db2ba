import { setTimeout } from 'node:timers/promises';
import { type Following, keepFollowing } from '../../shared/use-cases/keep-following.js';
import type { Knowledge } from './knowledge.js';
import type { Places } from './places/places.js';
import type { Runtime } from './runtime.js';

const pause = (durationMs: number, signal: AbortSignal): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false, signal }).catch(() => undefined);

/** Keeps up with what other processes write into a store that is shared; undefined where there are none. */
export function followOthers(
  { followEveryMs: everyMs }: Pick<Places, 'followEveryMs'>,
  { followChanges }: Pick<Knowledge, 'followChanges'>,
  { telemetry }: Runtime,
): Following | undefined {
  return everyMs === undefined
    ? undefined
    : keepFollowing({ followChanges, everyMs, telemetry, pause });
}
