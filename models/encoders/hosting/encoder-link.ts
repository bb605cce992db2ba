import { AppError } from '../../../shared/domain/errors.js';
import type { DeviceReport } from '../../../shared/ports/encoders.js';
import type { Batch, EncodedBatch, EncoderSource, FromThread, ToThread } from './messages.js';

/** As much of a `worker_threads.Worker` as is needed. */
export interface EncoderThread {
  postMessage(message: ToThread): void;
  on(event: 'message', listener: (message: FromThread) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
}

interface Asker {
  resolve(answer: FromThread): void;
  reject(error: Error): void;
}

/** Longer than a thread works on a batch. */
const closeWithinMs = 10_000;

/**
 * A thread and what was asked of it; it answers in order. It is only ever told to end: to terminate a thread inside ONNX
 * Runtime aborts the whole process.
 */
export class EncoderLink {
  /** Settles with the reason when the thread has ended. */
  readonly ended: Promise<Error>;
  readonly #thread: EncoderThread;
  readonly #askers: Asker[] = [];
  #end: Error | undefined;
  #device: DeviceReport | undefined;
  #reason = 'it was told to';

  constructor(thread: EncoderThread) {
    this.#thread = thread;
    thread.on('message', (answer) => this.#askers.shift()?.resolve(answer));
    thread.on('error', (error) => {
      this.#reason = error.message;
    });
    this.ended = new Promise((resolve) => {
      thread.on('exit', () => {
        const end = new AppError('unavailable', `the encoder thread ended: ${this.#reason}`);
        this.#end = end;
        for (const asker of this.#askers.splice(0)) asker.reject(end);
        resolve(end);
      });
    });
  }

  /** To be called first. Rejects with `unavailable` where the encoder cannot be opened. */
  async open(source: EncoderSource): Promise<void> {
    const answer = await this.#ask({ kind: 'open', source });
    if (answer.kind === 'opened') this.#device = answer.device;
  }

  /** What it computes on, once it is open; undefined for the processor. */
  get device(): DeviceReport | undefined {
    return this.#device;
  }

  /** Whether it takes work. */
  get isOpen(): boolean {
    return this.#end === undefined;
  }

  /** How much it has to do. */
  get pending(): number {
    return this.#askers.length;
  }

  /** Rejects with `unavailable`. */
  async encode(batch: Batch): Promise<EncodedBatch> {
    const answer = await this.#ask({ kind: 'encode', batch });
    if (answer.kind === 'encoded') return answer.encoded;
    throw new AppError('unavailable', `expected vectors of the encoder thread, got ${answer.kind}`);
  }

  /** Resolves once the thread has given back what it holds and ended; one that hangs is not waited for. */
  async close(): Promise<void> {
    this.#thread.postMessage({ kind: 'close' });
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise((resolve) => {
      timer = setTimeout(resolve, closeWithinMs);
    });
    await Promise.race([this.ended, tooLong]);
    clearTimeout(timer);
  }

  async #ask(message: ToThread): Promise<FromThread> {
    if (this.#end) throw this.#end;
    const answer = await new Promise<FromThread>((resolve, reject) => {
      this.#askers.push({ resolve, reject });
      this.#thread.postMessage(message);
    });
    if (answer.kind === 'failed') throw new AppError('unavailable', answer.message);
    return answer;
  }
}
