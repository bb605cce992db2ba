import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import type { BatchEncoder } from '../../../models/encoders/hosting/batch-encoder.js';
import type { EncoderThread } from '../../../models/encoders/hosting/encoder-link.js';
import type { EncoderSource } from '../../../models/encoders/hosting/messages.js';
import { openBatchEncoder } from '../../../models/encoders/hosting/open-batch-encoder.js';
import { serveEncoder } from '../../../models/encoders/hosting/serve-encoder.js';

/** What an encoder thread does, behind real messages but in this thread, so that a test may end it as it likes. */
export class InProcessEncoder extends EventEmitter implements EncoderThread {
  readonly #channel = new MessageChannel();
  #isOver = false;

  constructor(open: (source: EncoderSource) => Promise<BatchEncoder> = openBatchEncoder) {
    super();
    serveEncoder(this.#channel.port2, open);
    this.#channel.port1.on('message', (message) => this.emit('message', message));
    this.#channel.port1.on('close', () => this.#end());
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
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
