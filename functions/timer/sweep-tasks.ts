import type { SweepTasks } from '../../shared/use-cases/tasks/sweep-tasks.js';
import type { TimerTrigger } from '../trigger.js';

/** Looks after tasks that nobody else looks after any more. */
export const sweepTasksTimer = (sweepTasks: SweepTasks, schedule: string): TimerTrigger => ({
  kind: 'timer',
  name: 'sweep-tasks',
  schedule,
  handle: sweepTasks,
});
