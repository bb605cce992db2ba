import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { answerAsks } from '../../models/recommenders/serving/answer-asks.js';
import type { Thread } from '../../models/recommenders/serving/thread-link.js';
import type { Clock } from '../../shared/ports/runtime.js';
import type { Trainer } from '../../shared/ports/training.js';

/** What an inference thread does, behind real messages but in this thread, so that a test may end it as it likes. */
export class InProcessThread extends EventEmitter implements Thread {
  readonly #channel = new MessageChannel();
  #isOver = false;

  constructor(trainers: readonly Trainer[], clock: Clock = Date.now) {
    super();
    const byName = new Map(trainers.map((trainer) => [trainer.name, trainer]));
    answerAsks(this.#channel.port2, byName, clock);
    this.#channel.port1.on('message', (message) => this.emit('message', message));
    this.#channel.port1.on('close', () => this.#end());
  }

  postMessage(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    this.#channel.port1.postMessage(message, transfer);
  }

  /** Ends as a thread does that threw. */
  die(error: Error): void {
    this.emit('error', error);
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#channel.port1.close();
    this.emit('exit');
  }
}
