import { closingSuite } from './task-queue/closing.suite.js';
import { failingSuite } from './task-queue/failing.suite.js';
import { handingOverSuite } from './task-queue/handing-over.suite.js';
import type { NewQueue } from './task-queue/queue-under-test.js';
import { sharingSuite } from './task-queue/sharing.suite.js';

/** What every task queue does. A test may take some ten seconds on a queue that counts whole seconds. */
export function taskQueueSuite(name: string, newQueue: NewQueue): void {
  handingOverSuite(name, newQueue);
  sharingSuite(name, newQueue);
  failingSuite(name, newQueue);
  closingSuite(name, newQueue);
}
