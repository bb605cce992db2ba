import type { EncodingRequest, TakenBatch } from './encoding-request.js';

/** Requests that have something to be begun; each in turn gives a batch, so that a small one does not wait for a large one. */
export class WaitingLine {
  #requests: EncodingRequest[] = [];

  /** Texts or pictures that have not been begun. */
  get size(): number {
    return this.#requests.reduce((sum, request) => sum + request.waiting, 0);
  }

  add(request: EncodingRequest): void {
    this.#requests.push(request);
  }

  remove(request: EncodingRequest): void {
    this.#requests = this.#requests.filter((each) => each !== request);
  }

  next(size: number): TakenBatch | undefined {
    const request = this.#requests.shift();
    const taken = request?.take(size);
    if (request && request.waiting > 0) this.#requests.push(request);
    return taken;
  }

  rejectAll(error: Error): void {
    for (const request of this.#requests) request.fail(error);
    this.#requests = [];
  }
}
