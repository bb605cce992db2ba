import { once } from 'node:events';
import { createTrainers } from '../recommenders/trainers.js';
import { openShopReader } from './open-shop-reader.js';
import { type Port, serveTraining } from './serve-training.js';
import { makeTrainVersion } from './train-version.js';
import type { TrainingJob } from './training-messages.js';

// Whoever asked is gone: there is nobody to train for.
process.on('disconnect', () => process.exit(1));

let lastSent: Promise<unknown> = Promise.resolve();
const port: Port = {
  postMessage(message) {
    lastSent = new Promise((resolve) => process.send?.(message, resolve));
  },
  on: (event, listener) => process.on(event, listener),
};

const [job]: TrainingJob[] = await once(process, 'message');
if (job === undefined) throw new Error('a training process was started without a job');
const { settings, request } = job;
const store = await openShopReader(settings.shop);
const runner = makeTrainVersion({ ...settings, ...store, trainers: createTrainers() });
await serveTraining(port, runner, request);
await store.close();
await lastSent;
process.exit(0);
