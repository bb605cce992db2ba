import type { SyncVectors } from '../../shared/use-cases/sync-vectors/sync-vectors.js';
import type { TimerTrigger } from '../trigger.js';

/** Asks for a sync whenever the schedule says so; one under way goes on, wherever it runs. */
export const syncTimer = (syncVectors: SyncVectors, schedule: string): TimerTrigger => ({
  kind: 'timer',
  name: 'sync-vectors-timer',
  schedule,
  async handle() {
    await syncVectors.start();
  },
});
