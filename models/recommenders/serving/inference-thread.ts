import { parentPort } from 'node:worker_threads';
import { createTrainers } from '../trainers.js';
import { answerAsks } from './answer-asks.js';

/** The entry of a thread that models answer in; see `threadModelHost`. */
if (parentPort) answerAsks(parentPort, createTrainers(), Date.now);
