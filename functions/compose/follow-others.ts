import { setTimeout } from 'node:timers/promises';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import { type Following, keepFollowing } from '../../shared/use-cases/keep-following.js';
import { shopChangesTrigger } from '../changes/shop-changes.js';
import type { ChangesHost } from '../host/changes.js';
import type { TimerTrigger, Trigger } from '../trigger.js';
import type { Knowledge } from './knowledge.js';
import type { Places } from './places/place.js';
import type { Runtime } from './runtime.js';
import type { VectorSync } from './vector-sync.js';

const pause = (durationMs: number, signal: AbortSignal): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false, signal }).catch(() => undefined);

/** What follows from the shop's items, for stores that tell of each change. */
export function changeTriggers(
  { sharing }: Pick<Places, 'sharing'>,
  { keepInStep }: Pick<VectorSync, 'keepInStep'>,
): readonly Trigger[] {
  if (sharing === undefined) return [];
  return [shopChangesTrigger({ keepInStep, changesOf: sharing.changesOf })];
}

/** The sweep, which also looks after what other processes left half done in the store. */
export function sweeping(timer: TimerTrigger, { sharing }: Pick<Places, 'sharing'>): TimerTrigger {
  if (sharing === undefined) return timer;
  return {
    ...timer,
    async handle() {
      await timer.handle();
      await sharing.finishPending();
    },
  };
}

/** What a host without change triggers of its own runs them with; undefined where there are none. */
export function changesHost(
  { sharing }: Pick<Places, 'sharing'>,
  { bookmarks }: Pick<ShopStore, 'bookmarks'>,
  { clock, newId }: Runtime,
): Omit<ChangesHost, 'triggers' | 'reportFailure'> | undefined {
  if (sharing === undefined) return undefined;
  const { feed, followEveryMs: everyMs } = sharing;
  return { feed, bookmarks, clock, pause, everyMs, holder: newId() };
}

/** Keeps up with what other processes write into a store that is shared; undefined where there are none. */
export function followOthers(
  { sharing }: Pick<Places, 'sharing'>,
  { followChanges }: Pick<Knowledge, 'followChanges'>,
  { telemetry }: Runtime,
): Following | undefined {
  if (sharing === undefined) return undefined;
  return keepFollowing({ followChanges, everyMs: sharing.followEveryMs, telemetry, pause });
}
