import { Cron } from 'croner';
import type { Trigger } from '../trigger.js';

export interface Timers {
  /** None begins after this; those under way go on. */
  stop(): void;
}

/** Runs the timer triggers as Azure does: by NCRONTAB in UTC, and none before its last turn has ended. */
export function startTimers(
  triggers: readonly Trigger[],
  onFailure: (name: string, error: unknown) => void,
): Timers {
  const crons = triggers.flatMap((trigger) => {
    if (trigger.kind !== 'timer') return [];
    const { name, schedule } = trigger;
    const fail = (error: unknown) => onFailure(name, error);
    const options = { mode: '6-part', timezone: 'UTC', protect: true, unref: true, catch: fail };
    return [new Cron(schedule, { ...options, mode: '6-part' }, () => trigger.handle())];
  });
  return {
    stop() {
      for (const cron of crons) cron.stop();
    },
  };
}
