import type { TaskQueueName } from '../../../ports/task-queue.js';

/** As the queues are called where they are kept; the Functions host's triggers go by these names too. */
export const queueNames: Readonly<Record<TaskQueueName, string>> = {
  recommendations: 'tastemaker-recommendations',
  jobs: 'tastemaker-jobs',
};
