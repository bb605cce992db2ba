import { parentPort, workerData } from 'node:worker_threads';
import { openStoreReader } from '../../shared/adapters/embedded/open-store-reader.js';
import { createTrainers } from '../recommenders/trainers.js';
import { serveTraining } from './serve-training.js';
import type { TrainingJob } from './thread-messages.js';
import { makeTrainVersion } from './train-version.js';

const { settings, request }: TrainingJob = workerData;
const store = openStoreReader(settings.dataDir);
const runner = makeTrainVersion({
  ...settings,
  ...store,
  trainers: createTrainers(),
});
if (parentPort) {
  await serveTraining(parentPort, runner, request);
  store.close();
  // The port would keep the thread alive.
  parentPort.close();
}
