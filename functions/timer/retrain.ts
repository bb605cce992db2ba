import type { Retrain } from '../../shared/use-cases/retrain/retrain.js';
import type { TimerTrigger } from '../trigger.js';

/** Asks for a training of what is new whenever the schedule says so; a run under way goes on, wherever it runs. */
export const retrainTimer = (retrain: Retrain, schedule: string): TimerTrigger => ({
  kind: 'timer',
  name: 'retrain-timer',
  schedule,
  async handle() {
    await retrain.start();
  },
});
