import { changingSuite } from './task-store/changing.suite.js';
import { listingSuite } from './task-store/listing.suite.js';
import { startingSuite } from './task-store/starting.suite.js';
import type { NewTaskStore } from './task-store/task-store-under-test.js';

/** What every keeper of tasks does. */
export function taskStoreSuite(name: string, newStore: NewTaskStore): void {
  startingSuite(name, newStore);
  changingSuite(name, newStore);
  listingSuite(name, newStore);
}
