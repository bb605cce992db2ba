import { AppError } from '../../../shared/domain/errors.js';
import type { DeviceReport, EncodedTexts } from '../../../shared/ports/encoders.js';
import type { Clock, Telemetry } from '../../../shared/ports/runtime.js';
import { EncoderLink, type EncoderThread } from './encoder-link.js';
import { EncodingRequest } from './encoding-request.js';
import type { Batch, EncoderSource } from './messages.js';
import { WaitingLine } from './waiting-line.js';

export interface PoolOptions {
  readonly source: EncoderSource;
  readonly dimensions: number;
  /** A new thread that runs `encoder-thread`. */
  readonly start: () => EncoderThread;
  /** At most; one is started when work waits and all others are busy. */
  readonly threads: number;
  /** What a thread is given at a time. */
  readonly batchSize: number;
  /** Texts or pictures that may wait to be begun; a single request may be larger where nothing else waits. */
  readonly maxWaiting: number;
  /** Settles after so many milliseconds. */
  readonly pause: (durationMs: number) => Promise<void>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** A thread's place; empty while it is started. */
interface Seat {
  link: EncoderLink | undefined;
  opening?: Promise<EncoderLink>;
}

/** Batches that a thread has at a time: while this one is busy elsewhere, that one goes on with the next. */
const depth = 2;

const backOffMs = { first: 250, last: 60_000 };

/** Encodes in threads of its own, off the event loop. A thread that dies is started again. */
export class EncoderPool {
  readonly #options: PoolOptions;
  readonly #line = new WaitingLine();
  readonly #seats: Seat[] = [];
  /** Why no thread can be started at the moment. */
  #failure: Error | undefined;
  #device: DeviceReport = { device: 'cpu' };
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Why nothing can be encoded at the moment, if so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Of the thread started last. */
  get device(): DeviceReport {
    return this.#device;
  }

  /** Starts the first thread, which otherwise the first request does. Rejects with `unavailable` where that fails. */
  async open(): Promise<void> {
    this.#take(await this.#start());
  }

  /**
   * In the order given; `truncated` is false for pictures. Rejects with `overloaded` where too many wait, `unavailable`
   * where a thread dies over it or none can be started, and at once with the signal's reason: what was not begun is left
   * then.
   */
  async encode(given: Batch, signal?: AbortSignal): Promise<EncodedTexts> {
    signal?.throwIfAborted();
    const request = new EncodingRequest(given, this.#options.dimensions);
    if (request.waiting === 0) return { vectors: new Float32Array(0), truncated: [] };
    this.#demandRoom(request.waiting);
    const leave = () => {
      this.#line.remove(request);
      request.fail(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#line.add(request);
    this.#handOut();
    try {
      return await request.result;
    } catch (error) {
      this.#line.remove(request);
      throw error;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** How many texts or pictures wait for a thread. */
  get waiting(): number {
    return this.#line.size;
  }

  /** What waits is rejected, what is under way is done; resolves when all threads have ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#line.rejectAll(closed());
    await Promise.all(
      this.#seats.map(async ({ link, opening }) => {
        await opening?.catch(() => undefined);
        await link?.close();
      }),
    );
  }

  #demandRoom(count: number): void {
    if (this.#isClosed) throw closed();
    if (this.#failure) throw this.#failure;
    const waiting = this.#line.size;
    if (waiting === 0 || waiting + count <= this.#options.maxWaiting) return;
    throw new AppError('overloaded', `${waiting} others wait to be encoded already`);
  }

  #handOut(): void {
    while (this.#line.size > 0) {
      const link = this.#freest();
      if (!link) {
        this.#growIfFull();
        return;
      }
      void this.#work(link);
    }
  }

  #freest(): EncoderLink | undefined {
    const free = this.#seats.flatMap(({ link }) =>
      link?.isOpen && link.pending < depth ? [link] : [],
    );
    return free.toSorted((a, b) => a.pending - b.pending)[0];
  }

  async #work(link: EncoderLink): Promise<void> {
    const taken = this.#line.next(this.#options.batchSize);
    if (!taken) return;
    try {
      taken.settle(await link.encode(taken.batch));
    } catch (error) {
      taken.fail(error);
    }
    this.#handOut();
  }

  #growIfFull(): void {
    const areAllFull = this.#seats.every(({ link }) => link && link.pending >= depth);
    if (areAllFull && this.#seats.length < this.#options.threads) this.#take(undefined);
  }

  #take(link: EncoderLink | undefined): void {
    const seat = { link };
    this.#seats.push(seat);
    void this.#keepFilled(seat);
  }

  /** Waits twice as long after each death in a row; a thread that lived longer than the longest wait starts anew. */
  async #keepFilled(seat: Seat): Promise<void> {
    const { clock, pause, telemetry } = this.#options;
    for (let deaths = 0; !this.#isClosed; deaths += 1) {
      if (deaths > 0) await pause(Math.min(backOffMs.first * 2 ** (deaths - 1), backOffMs.last));
      const since = clock();
      const end = await this.#fill(seat);
      if (this.#isClosed) return;
      telemetry.exception(end, { during: 'encoding' });
      if (clock() - since > backOffMs.last) deaths = 0;
    }
  }

  /** Starts a thread where the seat has none; settles with the reason when it has ended. */
  async #fill(seat: Seat): Promise<unknown> {
    try {
      if (!seat.link) {
        seat.opening = this.#start();
        seat.link = await seat.opening;
      }
    } catch (error) {
      return error;
    }
    this.#handOut();
    const end = await seat.link.ended;
    seat.link = undefined;
    return end;
  }

  async #start(): Promise<EncoderLink> {
    if (this.#isClosed) throw closed();
    let link: EncoderLink | undefined;
    try {
      link = new EncoderLink(this.#options.start());
      await link.open(this.#options.source);
      if (this.#isClosed) throw closed();
      this.#failure = undefined;
      this.#device = link.device ?? this.#device;
      return link;
    } catch (error) {
      await link?.close();
      this.#fail(error);
      throw error;
    }
  }

  /** Nobody waits for what may never come; where other threads go on, they do the work. */
  #fail(error: unknown): void {
    if (this.#seats.some(({ link }) => link)) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#failure = new AppError('unavailable', `the encoder cannot be started: ${reason}`, {
      cause: error,
    });
    this.#line.rejectAll(this.#failure);
  }
}

const closed = () => new AppError('unavailable', 'the encoder is being closed');
