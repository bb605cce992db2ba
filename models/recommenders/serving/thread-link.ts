import { AppError } from '../../../shared/domain/errors.js';
import type { ModelName } from '../../../shared/domain/ranking.js';
import type { LearnedQuery, LearnedRanking } from '../../../shared/ports/learned-model.js';
import type { Clock } from '../../../shared/ports/runtime.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import { gather } from './gather.js';
import type { Ask, FromThread, ModelFacts, ToThread } from './messages.js';
import { ownFiles } from './own-buffers.js';
import { RankingUnpacker } from './packed-ranking.js';
import { WaitingAsks } from './waiting-asks.js';

/** As much of a `worker_threads.Worker` as is needed. */
export interface Thread {
  postMessage(message: ToThread, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: FromThread) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
}

export interface LinkLimits {
  /** How many may wait for an answer at a time. */
  readonly maxWaiting: number;
  /** A thread that keeps somebody waiting and has said nothing for so long is given up. */
  readonly silenceMs: number;
}

/** Longer than a thread works off what it was asked. */
const closeWithinMs = 10_000;

/**
 * A thread and what was asked of it; of no use any more once it was given up or has ended. A thread is only ever told
 * to end: to terminate it inside ONNX Runtime aborts the whole process (`terminate called after throwing an instance of
 * 'Napi::Error'`, onnxruntime-node 1.30.0).
 */
export class ThreadLink {
  /** Settles with the reason when the thread has ended. */
  readonly ended: Promise<Error>;
  readonly #thread: Thread;
  readonly #limits: LinkLimits;
  readonly #clock: Clock;
  readonly #waiting = new WaitingAsks();
  readonly #unpacker = new RankingUnpacker();
  readonly #ask: (ask: Ask) => void;
  #loaded: ((outcome: readonly ModelFacts[] | Error) => void) | undefined;
  #silentSince: number | undefined;
  #isGivenUp = false;
  #reason = 'it was told to';

  constructor(thread: Thread, limits: LinkLimits, clock: Clock) {
    this.#thread = thread;
    this.#limits = limits;
    this.#clock = clock;
    this.#ask = gather((asks) => {
      // Whoever was cancelled in the same turn is not asked for.
      const wanted = asks.filter(({ id }) => this.#waiting.has(id));
      if (wanted.length > 0) thread.postMessage({ kind: 'asks', asks: wanted });
    });
    thread.on('message', (message) => this.#hear(message));
    thread.on('error', (error) => {
      this.#reason = error.message;
    });
    this.ended = new Promise((resolve) => {
      thread.on('exit', () => resolve(this.#end()));
    });
  }

  /** Whether it takes questions. */
  get isOpen(): boolean {
    return !this.#isGivenUp;
  }

  /** To be called once; takes the files' memory. Rejects with `conflict` where a model cannot be made of its files. */
  load(models: ReadonlyMap<ModelName, ModelFiles>): Promise<readonly ModelFacts[]> {
    const own = new Map([...models].map(([name, files]) => [name, ownFiles(files)]));
    const contents = [...own.values()].flatMap((files) => [...files.values()]);
    return new Promise((resolve, reject) => {
      this.#loaded = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
      const buffers = contents.map(({ buffer }) => buffer);
      this.#thread.postMessage({ kind: 'load', models: own }, buffers);
    });
  }

  /** Rejects with `unavailable` after `timeoutMs` and for every other failure, with the signal's reason when aborted. */
  async rank(
    model: ModelName,
    query: LearnedQuery,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<LearnedRanking> {
    if (this.#isGivenUp) throw unavailable(`the inference thread is to end: ${this.#reason}`);
    if (this.#waiting.size >= this.#limits.maxWaiting) {
      throw unavailable(`${this.#waiting.size} requests wait for the models already`);
    }
    const now = this.#clock();
    this.#silentSince ??= now;
    const send = (id: number) => this.#ask({ id, model, query, deadline: now + timeoutMs });
    return this.#waiting.add(send, { timeoutMs, signal, onTimeout: () => this.#endIfSilent() });
  }

  /** Resolves once the models have given back what they hold and the thread has ended; one that hangs is not waited for. */
  async close(): Promise<void> {
    this.#giveUp('it was told to');
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise((resolve) => {
      timer = setTimeout(resolve, closeWithinMs);
    });
    await Promise.race([this.ended, tooLong]);
    clearTimeout(timer);
  }

  #hear(message: FromThread): void {
    this.#silentSince = undefined;
    if (message.kind === 'answers') this.#settle(message);
    else if (message.kind === 'loaded') this.#loaded?.(message.models);
    else this.#loaded?.(new AppError('conflict', message.message));
  }

  #settle({ answers, newIds }: Extract<FromThread, { readonly kind: 'answers' }>): void {
    this.#unpacker.addIds(newIds);
    for (const answer of answers) {
      if ('ranking' in answer) {
        this.#waiting.settle(answer.id, this.#unpacker.unpack(answer.ranking));
      } else this.#waiting.settle(answer.id, unavailable(answer.failure));
    }
  }

  #end(): Error {
    const error = unavailable(`the inference thread ended: ${this.#reason}`);
    this.#loaded?.(error);
    this.#waiting.rejectAll(error);
    return error;
  }

  #endIfSilent(): void {
    const { silenceMs } = this.#limits;
    if (this.#silentSince === undefined || this.#clock() - this.#silentSince < silenceMs) return;
    this.#giveUp(`it said nothing for ${silenceMs} ms`);
  }

  #giveUp(reason: string): void {
    if (this.#isGivenUp) return;
    this.#isGivenUp = true;
    this.#reason = reason;
    this.#thread.postMessage({ kind: 'close' });
    this.#waiting.rejectAll(unavailable(`the inference thread is to end: ${reason}`));
  }
}

const unavailable = (message: string) => new AppError('unavailable', message);
