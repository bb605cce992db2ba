/** Work that wants something to itself for longer than one turn of the event loop: one after the other, in order. */
export class Line {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get waiting(): number {
    return this.#waiting;
  }

  async join<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const outcome = this.#last.then(work);
    this.#last = outcome.catch(() => undefined);
    try {
      return await outcome;
    } finally {
      this.#waiting -= 1;
    }
  }
}
