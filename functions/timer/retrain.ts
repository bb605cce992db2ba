import type { Retrain } from '../../shared/use-cases/retrain/retrain.js';
import type { TimerTrigger } from '../trigger.js';

/** Trains what is new whenever the schedule says so; a run under way goes on, wherever it runs. */
export function retrainTimer(retrain: Retrain, schedule: string): TimerTrigger {
  return {
    kind: 'timer',
    name: 'retrain',
    schedule,
    async handle() {
      const started = await retrain.start();
      if (started.kind === 'started') await started.ended;
    },
  };
}
