import { parentPort } from 'node:worker_threads';
import { openBatchEncoder } from './open-batch-encoder.js';
import { serveEncoder } from './serve-encoder.js';

/** The entry of a thread that texts or pictures are encoded in; see `EncoderPool`. */
if (parentPort) serveEncoder(parentPort, openBatchEncoder);
